package dev.handshake.interop.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.Decision;
import dev.handshake.HandshakeReport;
import dev.handshake.HandshakeServer;
import dev.handshake.ListenOptions;
import dev.handshake.Origins;
import dev.handshake.SecWebSocketKey;
import dev.handshake.ServerHandshaker;
import dev.handshake.Transports;
import dev.handshake.interop.wire.Program;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A proxy lets nobody through to {@code /hidden}. Whatever a client puts behind or into a request for an upgrade that we
 * refuse, it must not come to us as a request, and nobody else may get an answer that is not theirs.
 */
@Tag("interop")
class HiddenRequestTest {

    private static final String GOOD_FIELDS = "Host: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";
    private static final String PLAIN = "GET /hidden HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String UPGRADE = "GET /hidden HTTP/1.1\r\n" + GOOD_FIELDS + "\r\n";
    private static final String FROM_US = "X-From-Us: yes";

    /** Longer than an answer takes; behind it nothing more comes. */
    private static final int SILENCE_MILLIS = 250;

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int OTHERS = 3;

    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"nio, false", "netty, true"})
    void staysHiddenBehindNginx(String transport, boolean keepAlive) throws Exception {
        int port = Ports.free();
        try (TransportGroup group = Transports.named(transport).open(TransportOptions.defaults());
                HandshakeServer server = server(group, keepAlive);
                Nginx nginx = Nginx.with(nginx(port, server.port()), port, directory)) {
            attack(nginx.port());
        }
    }

    @ParameterizedTest
    @CsvSource({"nio, true", "blocking, false"})
    void staysHiddenBehindHaproxy(String transport, boolean keepAlive) throws Exception {
        int port = Ports.free();
        try (TransportGroup group = Transports.named(transport).open(TransportOptions.defaults());
                HandshakeServer server = server(group, keepAlive);
                Program haproxy = Haproxy.start(haproxy(port, server.port()), directory)) {
            attack(port);
        }
    }

    /** As a proxy that takes every request for an upgrade for the beginning of a tunnel, whatever is answered. */
    @ParameterizedTest
    @CsvSource({"nio", "blocking", "netty"})
    void staysHiddenBehindABlindTunnel(String transport) throws Exception {
        try (TransportGroup group = Transports.named(transport).open(TransportOptions.defaults());
                HandshakeServer server = server(group, false)) {
            attack(server.port());
        }
    }

    private HandshakeServer server(TransportGroup group, boolean keepAlive) throws IOException {
        return ServerHandshaker.builder()
                .keepAlive(keepAlive)
                .origins(Origins.any())
                .decider(request -> request.target().equals("/room") ? Decision.accept() : Decision.reject(403))
                .decorate((request, status, headers) -> headers.add("X-From-Us", "yes"))
                .listener(this::note)
                .build()
                .listen(
                        group,
                        new InetSocketAddress("127.0.0.1", 0),
                        ListenOptions.defaults(),
                        open -> open.transport().close());
    }

    private void note(HandshakeReport report) {
        seen.add(report.request() == null ? "malformed" : report.request().target());
    }

    private void attack(int port) throws IOException {
        for (String first : refused().toList()) {
            for (String hidden : List.of(PLAIN, UPGRADE)) {
                String octets = first.contains("{") ? filled(first, hidden) : first + hidden;
                String answers = ask(port, octets);
                assertThat(answers.split(FROM_US, -1).length - 1)
                        .as(octets + answers)
                        .isLessThanOrEqualTo(1);
                assertThat(seen).as(octets).doesNotContain("/hidden");
                for (int i = 0; i < OTHERS; i++) {
                    theirAnswerIsTheirs(port);
                }
            }
        }
        assertThat(seen).as("what did come to us").contains("/no", "/room");
    }

    /** Requests for an upgrade that are refused; where a body may be, the hidden request goes there. */
    private static Stream<String> refused() {
        String upgrade = "GET /no HTTP/1.1\r\n" + GOOD_FIELDS;
        return Stream.of(
                upgrade + "\r\n",
                upgrade.replace("Version: 13", "Version: 12") + "\r\n",
                upgrade.replace("dGhlIHNhbXBsZSBub25jZQ==", "none") + "\r\n",
                upgrade.replace("GET", "OPTIONS") + "\r\n",
                "GET /no HTTP/1.1\r\nHost: localhost\r\n\r\n",
                upgrade + "Content-Length: {length}\r\n\r\n{body}",
                upgrade.replace("GET", "POST") + "Content-Length: {length}\r\n\r\n{body}",
                upgrade + "Content-Length: 0\r\n\r\n{body}",
                upgrade + "Transfer-Encoding: chunked\r\n\r\n{hex}\r\n{body}\r\n0\r\n\r\n",
                upgrade.replace("GET", "POST") + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n{body}",
                upgrade + "Expect: 100-continue\r\nContent-Length: {length}\r\n\r\n{body}");
    }

    private static String filled(String template, String hidden) {
        return template.replace("{length}", Integer.toString(hidden.length()))
                .replace("{hex}", Integer.toHexString(hidden.length()))
                .replace("{body}", hidden);
    }

    private static void theirAnswerIsTheirs(int port) throws IOException {
        SecWebSocketKey key = SecWebSocketKey.generate();
        String request =
                "GET /room HTTP/1.1\r\n" + GOOD_FIELDS.replace("dGhlIHNhbXBsZSBub25jZQ==", key.value()) + "\r\n";
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer).startsWith("HTTP/1.1 101 ").contains(key.accept());
        }
    }

    /** Returns all that is answered, up to the end or a silence. */
    private static String ask(int port, String octets) throws IOException {
        StringBuilder answers = new StringBuilder();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(SILENCE_MILLIS);
            socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
            for (int octet = socket.getInputStream().read();
                    octet >= 0;
                    octet = socket.getInputStream().read()) {
                answers.append((char) octet);
            }
        } catch (SocketTimeoutException e) {
            // That was all.
        }
        return answers.toString();
    }

    private static String nginx(int port, int upstream) {
        return """
                  upstream us { server 127.0.0.1:%d; keepalive 4; }
                  server {
                    listen 127.0.0.1:%d;
                    location / {
                      proxy_pass http://us;
                      proxy_http_version 1.1;
                      proxy_set_header Upgrade $http_upgrade;
                      proxy_set_header Connection $http_connection;
                      proxy_set_header Host $http_host;
                    }
                    location /hidden { return 404; }
                  }
                """.formatted(upstream, port);
    }

    private static String haproxy(int port, int upstream) {
        return """
                defaults
                  mode http
                  http-reuse always
                  timeout connect 5s
                  timeout client 30s
                  timeout server 30s
                listen us
                  bind 127.0.0.1:%d
                  http-request deny if { path_beg /hidden }
                  server one 127.0.0.1:%d
                """.formatted(port, upstream);
    }
}
