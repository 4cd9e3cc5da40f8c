package dev.handshake.conformance;

import dev.handshake.Role;
import dev.handshake.SecWebSocketKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Any server as the side under test, over plain sockets of the JDK: one connection for each case. It is asked for a good
 * handshake first, and then for what the cases need of it; a case that depends on settings of the server that nobody knows
 * is not applicable.
 */
public final class ScannedServer implements Subject {

    private static final Duration CONNECT_TIME = Duration.ofSeconds(10);
    private static final String CLOSE_FRAME = "\u0088\u0080\u0000\u0000\u0000\u0000";
    private static final Pattern REQUEST_LINE = Pattern.compile("[\\r\\n]*[^\\n]+\\n");
    private static final String PROBE = "/handshake-conformance-probe";

    private final URI uri;
    private final boolean secure;
    private final int port;
    private final String host;
    private final String target;
    private @Nullable SSLContext tls;
    private boolean verifiesName = true;
    private Duration patience = Duration.ofSeconds(3);
    private final List<String> headers = new ArrayList<>();
    private final Set<Need> met = EnumSet.noneOf(Need.class);

    /**
     * Makes a subject of the server at an address. Nothing is connected yet.
     *
     * @param uri {@code ws://host:port/path?query}, or {@code wss:}
     * @throws IllegalArgumentException if it is no such URI
     */
    public ScannedServer(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!Set.of("ws", "wss").contains(scheme) || uri.getHost() == null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("not a ws: or wss: URI with a host and without a fragment: " + uri);
        }
        this.uri = uri;
        this.secure = scheme.equals("wss");
        int usual = secure ? 443 : 80;
        this.port = uri.getPort() < 0 ? usual : uri.getPort();
        this.host = port == usual ? uri.getHost() : uri.getHost() + ":" + port;
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        this.target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /**
     * Sets whom to trust for {@code wss:}, in place of the JDK's default.
     *
     * @param context the context
     * @param verifyName whether the certificate must be for the host
     * @return this
     */
    public ScannedServer tls(SSLContext context, boolean verifyName) {
        tls = context;
        verifiesName = verifyName;
        return this;
    }

    /**
     * Sets how long to wait for an answer, in place of 3 s. Where silence is expected, a tenth of it is waited.
     *
     * @param time a positive time
     * @return this
     */
    public ScannedServer patience(Duration time) {
        patience = time;
        return this;
    }

    /**
     * Adds a field to each request, for servers that want one of their own.
     *
     * @param name the name
     * @param value the value
     * @return this
     */
    public ScannedServer header(String name, String value) {
        headers.add(name + ": " + value + "\r\n");
        return this;
    }

    @Override
    public String name() {
        return uri.toString();
    }

    @Override
    public Role role() {
        return Role.SERVER;
    }

    /**
     * Tells whether all addresses of the host are this machine's own loopback.
     *
     * @return true if so
     * @throws IOException if the name is unknown
     */
    public boolean isLoopback() throws IOException {
        return Stream.of(InetAddress.getAllByName(uri.getHost())).allMatch(InetAddress::isLoopbackAddress);
    }

    @Override
    public void prepare(List<ConformanceCase> cases) throws IOException {
        Observation seen = exchange(List.of(good(target, host, "")), Delivery.WHOLE, false, patience);
        if (seen.ending() != Ending.ACCEPTED) {
            String status = seen.status().map(code -> " (status " + code + ")").orElse("");
            throw new NotReadyException(
                    "a good handshake was " + seen.ending() + status
                            + ", so nothing can be said about bad ones; is the path right, and does the server want a"
                            + " field of its own?",
                    seen);
        }
        met.clear();
        Set<Need> needed = cases.stream().flatMap(it -> it.needs().stream()).collect(Collectors.toSet());
        for (Need need : needed) {
            if (exchange(List.of(probe(need)), Delivery.WHOLE, false, patience).ending() == Ending.ACCEPTED) {
                met.add(need);
            }
        }
    }

    private String probe(Need need) {
        String path = values("").fill("{PATH}");
        return switch (need) {
            case ANY_TARGET -> good(PROBE + "/a?b=c", host, "");
            case ANY_QUERY -> good(path + "?probe=1", host, "");
            case ANY_HOST -> good(target, "probe.invalid", "");
            case SAME_ORIGIN -> good(target, host, "Origin: " + values("").fill("{SCHEME}://{HOST}") + "\r\n");
            case ANY_SUBPROTOCOL -> good(target, host, "Sec-WebSocket-Protocol: handshake-probe\r\n");
        };
    }

    private static String good(String target, String host, String field) {
        return "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: " + SecWebSocketKey.generate().value() + "\r\nSec-WebSocket-Version: 13\r\n"
                + field + "\r\n";
    }

    private Placeholders values(String key) {
        return Placeholders.ofServer(secure ? "https" : "http", host, target, key);
    }

    @Override
    public Observation observe(ConformanceCase it, Delivery delivery) throws IOException {
        if (!it.profile().equals(Profile.usual())) {
            return Observation.notApplicable("depends on settings of the server, which are not known");
        }
        for (Need need : it.needs()) {
            if (!met.contains(need)) {
                return Observation.notApplicable("proves nothing here: " + need.missing());
            }
        }
        List<String> pieces =
                delivery.pieces(it, values(SecWebSocketKey.generate().value()));
        Duration time = it.expect() == Outcome.WAIT ? patience.dividedBy(10) : patience;
        return exchange(pieces, delivery, it.end(), time);
    }

    private Observation exchange(List<String> pieces, Delivery delivery, boolean end, Duration time)
            throws IOException {
        try (Wire wire = connect()) {
            wire.send(withHeaders(pieces), delivery);
            if (end) {
                wire.end();
            }
            Wire.Stop stop = wire.read(ScannedServer::isEnough, time);
            Observation seen = Observation.of(ending(wire.received(), stop), wire.sent(), wire.received());
            if (seen.ending() == Ending.ACCEPTED) {
                wire.sendApart(CLOSE_FRAME);
            }
            return seen;
        }
    }

    /** The user's own fields stand behind the request line, in whichever piece that ends. */
    private List<String> withHeaders(List<String> pieces) {
        Matcher line = REQUEST_LINE.matcher(String.join("", pieces));
        if (headers.isEmpty() || !line.lookingAt()) {
            return pieces;
        }
        List<String> changed = new ArrayList<>(pieces);
        int left = line.end();
        for (int i = 0; i < pieces.size(); i++) {
            String piece = pieces.get(i);
            if (left <= piece.length()) {
                changed.set(i, piece.substring(0, left) + String.join("", headers) + piece.substring(left));
                break;
            }
            left -= piece.length();
        }
        return changed;
    }

    private static boolean isEnough(String received) {
        return !Answer.mayBegin(received)
                || Answer.parse(received).filter(Answer::isComplete).isPresent();
    }

    private static Ending ending(String received, Wire.Stop stop) {
        if (Answer.parse(received).isPresent()) {
            return Answer.parse(received).get().status() == 101 ? Ending.ACCEPTED : Ending.REFUSED;
        }
        if (!received.isEmpty()) {
            return stop == Wire.Stop.TIME ? Ending.TIMED_OUT : Ending.GARBLED;
        }
        return switch (stop) {
            case RESET -> Ending.RESET;
            case END -> Ending.CLOSED;
            default -> Ending.SILENT;
        };
    }

    private Wire connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(uri.getHost().replaceAll("[\\[\\]]", ""), port), millis(CONNECT_TIME));
            socket.setSoTimeout(millis(CONNECT_TIME));
            return new Wire(secure ? secured(socket) : socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private Socket secured(Socket socket) throws IOException {
        try {
            SSLContext context = tls == null ? SSLContext.getDefault() : tls;
            SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, uri.getHost(), port, true);
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"http/1.1"});
            if (verifiesName) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            secured.setSSLParameters(parameters);
            secured.startHandshake();
            return secured;
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("this JDK has no TLS", e);
        }
    }

    private static int millis(Duration time) {
        return (int) time.toMillis();
    }
}
