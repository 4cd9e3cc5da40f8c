package dev.handshake.cli;

import dev.handshake.Decision;
import dev.handshake.HandshakeReport;
import dev.handshake.HandshakeRequest;
import dev.handshake.HandshakeResponse;
import dev.handshake.ServerHandshaker;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Shows the last handshakes of a server in a browser: answers plain HTTP with a page, and with what the page asks for. Any
 * other request is turned down as it would be without an inspector. Thread-safe.
 *
 * <p>The handshakes of others are nobody's business who is not at this machine. A page of another origin can't read them:
 * there is no CORS header, and what a browser says to come from another site is refused. Nor can a name that its owner
 * lets point to this machine (DNS rebinding): the {@code Host} must be an address, a name of the loopback, or the one that the
 * server was told to listen on. What a proxy on this machine passes on, as far as it can be told, is from elsewhere.
 */
final class Inspector implements Function<HandshakeRequest, HandshakeResponse> {

    /** A request for this target is turned down by the server's policy, so that this can be seen, too. */
    static final String REJECTED_TARGET = "/inspector/rejected";

    private static final String FEED = "/handshakes.json";
    private static final int KEPT = 50;
    private static final List<String> OF_UPGRADES = List.of("Upgrade", "Sec-WebSocket-Key", "Sec-WebSocket-Version");
    private static final List<String> OF_PROXIES =
            List.of("Via", "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP");
    private static final Pattern LOOPBACK_OR_ADDRESS =
            Pattern.compile("(?:(?:[^:]+\\.)?localhost|[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|\\[[0-9a-fA-F:.]+])(?::[0-9]*)?");

    private final ServerHandshaker strict;
    private final String host;
    private final boolean anybody;
    private final Deque<Seen> seen = new ArrayDeque<>();
    private long last;

    /** A handshake that has ended, and when. */
    record Seen(long id, long atMillis, HandshakeReport report) {}

    /**
     * Makes an inspector.
     *
     * @param strict answers what is neither the page nor its feed
     * @param host the name that the server listens on
     * @param anybody whether peers from elsewhere than the loopback may look
     */
    Inspector(ServerHandshaker strict, String host, boolean anybody) {
        this.strict = strict;
        this.host = host.toLowerCase(Locale.ROOT);
        this.anybody = anybody;
    }

    static Decision decide(HandshakeRequest request) {
        return request.path().equals(REJECTED_TARGET) ? Decision.reject(403) : Decision.accept();
    }

    /** Takes note of a handshake, unless it was a connection over which nothing came. */
    synchronized void add(HandshakeReport report) {
        if (report.bytesRead() == 0) {
            return;
        }
        seen.addFirst(new Seen(++last, System.currentTimeMillis(), report));
        if (seen.size() > KEPT) {
            seen.removeLast();
        }
    }

    /** Tells whether a report is of one of the inspector's own answers, which are no handshakes. */
    static boolean isOwn(HandshakeReport report) {
        return report.failure() != null && report.status() == 200;
    }

    @Override
    public HandshakeResponse apply(HandshakeRequest request) {
        String path = request.path();
        boolean ours = request.method().equals("GET") && (path.equals("/") || path.equals(FEED));
        if (!ours || isAttempt(request)) {
            return strict.evaluate(request);
        }
        if (!isLetIn(request)) {
            return InspectorPage.guarded(HandshakeResponse.builder(403))
                    .body("The inspector is for browsers on this machine, which open it by its address or as localhost."
                            + " See handshake serve --help, --inspector.\n")
                    .build();
        }
        return path.equals("/")
                ? InspectorPage.response()
                : InspectorPage.guarded(HandshakeResponse.builder(200))
                        .header("Content-Type", "application/json")
                        .body(InspectorFeed.json(since(after(request)), lastId()))
                        .build();
    }

    /** Tells whether somebody wanted a WebSocket, or would have with a better proxy: who wants the refusal, not a page. */
    private static boolean isAttempt(HandshakeRequest request) {
        return request.httpVersion().equals("HTTP/1.0") || OF_UPGRADES.stream().anyMatch(request.headers()::contains);
    }

    private boolean isLetIn(HandshakeRequest request) {
        SocketAddress peer = request.connection().remoteAddress().orElse(null);
        boolean near = peer instanceof InetSocketAddress inet
                && inet.getAddress() != null
                && inet.getAddress().isLoopbackAddress();
        String authority = request.host().toLowerCase(Locale.ROOT);
        boolean known = LOOPBACK_OR_ADDRESS.matcher(authority).matches()
                || authority.replaceFirst(":[0-9]*$", "").equals(host);
        String site = request.headers().only("Sec-Fetch-Site").orElse("none");
        String origin = request.headers().only("Origin").orElse("");
        boolean sameSite = (site.equals("none") || site.equals("same-origin"))
                && (origin.isEmpty() || origin.toLowerCase(Locale.ROOT).endsWith("://" + authority));
        return (near && !isRelayed(request) || anybody) && known && sameSite;
    }

    /**
     * Tells whether a proxy gives itself away. Through one on this machine, all the world would seem to be here. No browser
     * says more of its connection than to keep it.
     */
    private static boolean isRelayed(HandshakeRequest request) {
        return OF_PROXIES.stream().anyMatch(request.headers()::contains)
                || request.headers().list("Connection").stream().anyMatch(each -> !each.equalsIgnoreCase("keep-alive"));
    }

    private static long after(HandshakeRequest request) {
        String query = request.query().orElse("");
        return query.matches("after=[0-9]{1,18}") ? Long.parseLong(query.substring("after=".length())) : 0;
    }

    private synchronized long lastId() {
        return last;
    }

    /** Returns the handshakes with a higher number, in order. */
    private synchronized List<Seen> since(long id) {
        List<Seen> since = new ArrayList<>();
        for (Seen each : seen) {
            if (each.id() > id) {
                since.add(0, each);
            }
        }
        return since;
    }
}
