package dev.handshake.hardening.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.HandshakeServer;
import dev.handshake.ListenOptions;
import dev.handshake.ServerHandshaker;
import dev.handshake.Transports;
import dev.handshake.hardening.Runs;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over loopback sockets, whose kernel resets a connection that is closed with unread input. */
@Timeout(600)
class AnswerArrivesTest {

    private static final int FEW = 200;
    private static final int PATIENCE_MILLIS = 20_000;

    private static final byte[] REFUSED = ("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: none\r\n\r\n"
                    + "GET /hidden HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(1600))
            .getBytes(StandardCharsets.ISO_8859_1);

    /** One answer and then the end, whatever looks like a request behind the one that was refused. */
    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking"})
    void ofARefusalWithMuchBehindTheRequest(String transport) throws IOException {
        try (TransportGroup group = Transports.named(transport).open(TransportOptions.defaults());
                HandshakeServer server = ServerHandshaker.create()
                        .listen(
                                group,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                ListenOptions.defaults(),
                                open -> open.transport().close())) {
            Runs.each("refusals", FEW, seed -> {
                String answer = ask(server.localAddress());
                assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\r\nConnection: close\r\n", "BAD_SEC_KEY");
                assertThat(answer.indexOf("HTTP/1.1", 1)).as(answer).isNegative();
            });
        }
    }

    private static String ask(SocketAddress address) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(address, PATIENCE_MILLIS);
            socket.getOutputStream().write(REFUSED);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
