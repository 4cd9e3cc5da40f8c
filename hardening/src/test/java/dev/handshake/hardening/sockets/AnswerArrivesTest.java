package dev.handshake.hardening.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshake.HandshakeServer;
import dev.handshake.ListenOptions;
import dev.handshake.ServerHandshaker;
import dev.handshake.Transports;
import dev.handshake.hardening.Runs;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import dev.handshake.spi.TransportProvider;
import dev.handshake.tck.SelfSigned;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over loopback sockets, whose kernel resets a connection that is closed with unread input. */
@Timeout(600)
class AnswerArrivesTest {

    private static final int FEW = 200;
    private static final int FEW_OVER_TLS = 50;
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int BEHIND_BYTES = 64 * 1024;
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private static final String UPGRADE =
            " / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
    private static final String NO_KEY = "GET" + UPGRADE + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: none\r\n";
    private static final String NO_GET =
            "POST" + UPGRADE + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    private static final String WITH_BODY = "GET" + UPGRADE
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + "Content-Length: ";

    /** One answer and then the end, whatever looks like a request behind the one that was refused. */
    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking", "netty-nio", "netty-epoll"})
    void ofARefusalWithMuchBehindTheRequest(String transport) throws IOException {
        answers(transport, ListenOptions.defaults());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking", "netty-nio", "netty-epoll"})
    void ofARefusalOverTls(String transport) throws IOException {
        answers(transport, ListenOptions.defaults().tls(SelfSigned.localhost()).tlsOnly());
    }

    private static void answers(String transport, ListenOptions options) throws IOException {
        TransportProvider provider = Transports.named(transport);
        assumeTrue(
                provider.unavailable().isEmpty(), () -> provider.unavailable().orElse(""));
        boolean tls = options != ListenOptions.defaults();
        try (TransportGroup group = provider.open(TransportOptions.defaults());
                HandshakeServer server = ServerHandshaker.create()
                        .listen(
                                group,
                                new InetSocketAddress(LOOPBACK, 0),
                                options,
                                open -> open.transport().close())) {
            Runs.each("refusals", tls ? FEW_OVER_TLS : FEW, seed -> {
                String answer = ask(server.port(), tls, refused(new SplittableRandom(seed)));
                assertThat(answer).startsWith("HTTP/1.1 4").contains("\r\nConnection: close\r\n");
                assertThat(answer.indexOf("HTTP/1.1", 1)).as(answer).isNegative();
            });
        }
    }

    /** A request that breaks a rule, and 64 KiB behind it: more requests, a body, empty lines, or just anything. */
    private static byte[] refused(SplittableRandom random) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        switch (random.nextInt(4)) {
            case 0 -> octets.writeBytes(octets(NO_KEY + "\r\n"));
            case 1 -> octets.writeBytes(octets(NO_GET + "\r\n"));
            case 2 -> octets.writeBytes(octets(WITH_BODY + random.nextInt(2 * BEHIND_BYTES) + "\r\n\r\n"));
            default -> octets.writeBytes(octets("GET /\u0000" + UPGRADE + "\r\n"));
        }
        byte[] behind = new byte[BEHIND_BYTES];
        switch (random.nextInt(3)) {
            case 0 -> behind = octets("GET /hidden HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(1600));
            case 1 -> behind = octets("\r\n".repeat(BEHIND_BYTES / 2));
            default -> random.nextBytes(behind);
        }
        octets.writeBytes(behind);
        return octets.toByteArray();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String ask(int port, boolean tls, byte[] request) throws IOException {
        try (Socket socket = tls ? SelfSigned.localhost().getSocketFactory().createSocket() : new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(LOOPBACK, port), PATIENCE_MILLIS);
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
