package dev.handshake.hardening.simulation;

import dev.handshake.Established;
import dev.handshake.Extension;
import dev.handshake.HandshakeException;
import dev.handshake.HandshakeReport;
import dev.handshake.Headers;
import dev.handshake.ServerHandshaker;
import dev.handshake.spi.ByteTransport;
import dev.handshake.tls.TlsDetector;
import dev.handshake.tls.TlsTransport;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Who comes to a port: what it says, in front of TLS and within, and what became of it. */
final class Visitor {

    /** What the port takes. */
    record Port(boolean proxied, @Nullable SSLContext tls, boolean plain) {
        @Override
        public String toString() {
            return (plain ? "ws" : "") + (tls != null ? " wss" : "") + (proxied ? " proxied" : "");
        }
    }

    /** What comes first. */
    private enum Front {
        NOTHING,
        VERSION_1,
        VERSION_2,
        UNKNOWN,
        CUT_OFF,
        BAD
    }

    private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";
    private static final String TLS_FAILS = "TLS ";

    private final World world;
    private final int number;
    private final Port port;
    private final boolean trusted;
    private final Front front;
    private final boolean speaksTls;
    private final String says;
    private final boolean ends;

    private final List<HandshakeReport> reports = new ArrayList<>();
    private @Nullable SimulatedTransport ours;
    private @Nullable SimulatedTransport other;
    private @Nullable ByteTransport side;
    private @Nullable Talk talk;
    private @Nullable Talk ourTalk;
    private @Nullable Established open;

    Visitor(World world, int number, Port port) {
        this.world = world;
        this.number = number;
        this.port = port;
        this.trusted = world.chance(60);
        boolean usual = port.tls != null && (!port.plain || world.chance(50));
        boolean tls = usual != world.chance(10);
        Front[] fronts = Front.values();
        if (port.proxied && trusted) {
            this.front = fronts[world.chance(70) ? 1 + world.random.nextInt(3) : world.random.nextInt(fronts.length)];
            this.speaksTls = tls && front != Front.CUT_OFF;
        } else {
            this.front = !tls && world.chance(10) ? fronts[world.random.nextInt(fronts.length)] : Front.NOTHING;
            this.speaksTls = tls;
        }
        this.says = Requests.some(world.random);
        this.ends = world.chance(50);
    }

    /** One that does everything right. */
    private Visitor(World world, int number, Port port, String says) {
        this.world = world;
        this.number = number;
        this.port = port;
        this.trusted = false;
        this.front = Front.NOTHING;
        this.speaksTls = port.tls != null;
        this.says = says;
        this.ends = false;
    }

    static Visitor good(World world, int number, Port port) {
        return new Visitor(world, number, port, Requests.GOOD + "\r\n");
    }

    /** Where the connection itself comes from. The last three digits of the port say who it is. */
    InetSocketAddress address() {
        return new InetSocketAddress(trusted ? "10.0.0." + (1 + number % 2) : "192.0.2.7", 1000 + number);
    }

    /** Tells who is at an address, be it that of the connection or one that a header names. */
    static int numberAt(InetSocketAddress address) {
        return address.getPort() % 1000;
    }

    private String front() {
        String version1 = "PROXY TCP4 203.0.113.9 192.0.2.1 " + (2000 + number) + " 80\r\n";
        String addresses = "\u00cb\0\u0071\u0009\u00c0\0\2\1";
        int from = 2000 + number;
        String version2 =
                SIGNATURE + "\u0021\u0011\0\14" + addresses + (char) (from >> 8) + (char) (from & 0xff) + "\0\120";
        return switch (front) {
            case NOTHING -> "";
            case VERSION_1 -> version1;
            case VERSION_2 -> version2;
            case UNKNOWN -> number % 2 == 0 ? "PROXY UNKNOWN\r\n" : SIGNATURE + "\u0020\0\0\0";
            case CUT_OFF -> number % 2 == 0 ? version1.substring(0, 9 + number) : version2.substring(0, 3 + number);
            case BAD -> number % 2 == 0 ? "PROXY TCP4 name 192.0.2.1 1 2\r\n" : SIGNATURE + "\u0031\21\0\0";
        };
    }

    /** The other end of the connection, from which this speaks. */
    void arrives(SimulatedTransport other, SimulatedTransport ours, @Nullable SSLContext tls) {
        this.other = other;
        this.ours = ours;
        ours.isBelowTls = port.tls != null;
        String text = front() + (front == Front.CUT_OFF ? "" : says);
        side = other;
        if (speaksTls) {
            Talk.sayAtOnce(front(), other);
            text = says;
            side = TlsTransport.client(other, tls, "a.example", 443);
        }
        talk = new Talk(world, side);
        world.soon(talk);
        sayInPieces(talk, text);
    }

    private void sayInPieces(Talk talk, String text) {
        int cut = text.length() < 2 || world.chance(50) ? text.length() : 1 + world.random.nextInt(text.length() - 1);
        world.soon(() -> {
            talk.say(text.substring(0, cut), cut == text.length() && ends);
            if (cut < text.length()) {
                sayInPieces(talk, text.substring(cut));
            }
        });
    }

    void leave() {
        if (side != null) {
            side.close();
        }
    }

    void breakOff() {
        if (other != null) {
            other.breakOff();
        }
    }

    /** What the server says of a handshake of this one. */
    void reported(HandshakeReport report) {
        reports.add(report);
        boolean over = !report.opened() && !isReusable(report);
        if (over && !ours.isClosed()) {
            world.violation(this + ": still open when its end is reported: " + report.cause());
        }
        ours.over |= over;
    }

    private static boolean isReusable(HandshakeReport report) {
        return report.cause() instanceof HandshakeException e && e.reusable();
    }

    void opened(Established open) {
        if (this.open != null) {
            world.violation(this + " opened twice");
        }
        this.open = open;
        ourTalk = new Talk(world, open.transport());
        Talk talk = ourTalk;
        if (open.transport().blocks()) {
            // There is one thread for all, and it goes on when the visitor has left.
            talk.listenLate(2 * ListenSimulation.TOO_LATE_MILLIS);
        }
        // Who has read our end says no more, by TLS 1.2.
        world.soon(() -> talk.say(Answers.FRAME, !speaksTls));
    }

    boolean hasArrived() {
        return ours != null;
    }

    /** Whose the connection is now. */
    boolean isHandedOver() {
        return open != null;
    }

    boolean isClosed() {
        return ours.isClosed();
    }

    List<String> outcomes() {
        List<String> outcomes = new ArrayList<>();
        reports.forEach(report -> outcomes.add(
                report.opened() ? outcome(report.response().headers()) : Expected.outcome(report.cause())));
        return outcomes;
    }

    private static String outcome(Headers answer) {
        return Expected.outcome(
                answer.only("Sec-WebSocket-Protocol").orElse(null),
                answer.only("Sec-WebSocket-Extensions").map(Extension::parse).orElse(List.of()));
    }

    /** What holds when nothing is left to happen, whatever has disturbed it. */
    void checkAtTheEnd(boolean served) {
        if (!hasArrived()) {
            return;
        }
        if (!ours.isClosed() && open == null) {
            world.violation(this + ": neither closed nor handed over");
        }
        boolean reportedOpen = reports.stream().anyMatch(HandshakeReport::opened);
        if (open != null && !reportedOpen) {
            world.violation(this + ": handed over, and not reported");
        }
        if (served && reports.isEmpty()) {
            world.violation(this + ": no report");
        }
        for (int i = 0; i < reports.size() - 1; i++) {
            if (reports.get(i).opened() || !isReusable(reports.get(i))) {
                world.violation(this + ": more behind its end: " + outcomes());
            }
        }
    }

    /** Compares with what bare engines make of the same octets. */
    void judge(ServerHandshaker handshaker, Decisions decisions, boolean calm) {
        if (!hasArrived()) {
            return;
        }
        Expected expected = expected(handshaker, decisions);
        List<String> outcomes = outcomes();
        boolean quiet = !ends && expected.allows(TLS_FAILS + "by silence") && outcomes.equals(List.of("TIMED_OUT"));
        boolean asExpected = calm
                ? quiet
                        || outcomes.size() == expected.outcomes.size()
                                && outcomes.stream().allMatch(expected::allows)
                : outcomes.stream().allMatch(each -> expected.allows(each) || isOfADisturbance(each));
        if (!asExpected) {
            world.violation(this + " came to " + outcomes + " instead of " + expected.outcomes);
        }
        // What does not fit into the pipe is not said where we listen too late.
        boolean whole = calm && (ourTalk == null || !ourTalk.listensLate || expected.leftover.length() < 200);
        if (ourTalk != null && !isHeard(expected.leftover, ourTalk, whole)) {
            world.violation(this + ": heard '" + ourTalk.heard() + "' instead of '" + expected.leftover + "'");
        }
        String last = expected.outcomes.get(expected.outcomes.size() - 1);
        boolean abrupt =
                List.of("NOT_HTTP", "TIMED_OUT", "PEER_LEFT", "Malformed").contains(last);
        String written = expected.written + (open != null ? Answers.FRAME : "");
        if (calm && !last.startsWith(TLS_FAILS) && !isHeard(written, talk, !abrupt)) {
            world.violation(this + " has heard\n" + talk.heard() + "\ninstead of\n" + written);
        }
    }

    private static boolean isHeard(String said, Talk talk, boolean whole) {
        return whole ? said.equals(talk.heard()) : said.startsWith(talk.heard());
    }

    private Expected expected(ServerHandshaker handshaker, Decisions decisions) {
        boolean header = port.proxied && trusted;
        String seen = (header ? "" : front()) + says;
        if (header && (front == Front.CUT_OFF || front == Front.NOTHING && !speaksTls && beginsLikeAHeader())) {
            return Expected.only(ends ? "PEER_LEFT" : "TIMED_OUT");
        }
        if (header && (front == Front.NOTHING || front == Front.BAD)) {
            return Expected.only("Malformed");
        }
        if (!header && front == Front.CUT_OFF) {
            seen = front();
        }
        if (speaksTls && port.tls == null) {
            return Expected.only("NOT_HTTP");
        }
        if (!speaksTls && port.tls != null) {
            TlsDetector.Answer answer = TlsDetector.detect(ByteBuffer.wrap(Talk.octets(seen)));
            if (!port.plain || answer == TlsDetector.Answer.TLS) {
                return Expected.only(TLS_FAILS + "*");
            }
            if (answer == TlsDetector.Answer.NEED_MORE) {
                return Expected.only(ends ? "PEER_LEFT" : "TIMED_OUT");
            }
        }
        return Expected.server(handshaker, decisions, seen, ends);
    }

    private boolean beginsLikeAHeader() {
        return "PROXY ".startsWith(says) || SIGNATURE.startsWith(says);
    }

    private static boolean isOfADisturbance(String outcome) {
        return outcome.startsWith("TOO_MANY_PENDING") || Simulation.isOfADisturbance(outcome);
    }

    @Override
    public String toString() {
        return "visitor " + number + " (" + front + (trusted ? ", trusted" : "") + (speaksTls ? ", TLS" : "") + ")";
    }
}
