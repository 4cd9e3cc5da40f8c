package dev.handshake.nio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.ClientHandshaker;
import dev.handshake.Established;
import dev.handshake.SecWebSocketKey;
import dev.handshake.ServerHandshaker;
import dev.handshake.tls.TlsTransport;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The WebSocket handshake over TLS over selector loops: the frames that come with its messages are kept. */
class NioTlsSeamTest {

    private NioLoop near;
    private NioLoop far;

    @BeforeEach
    void startLoops() throws IOException {
        near = NioLoop.start();
        far = NioLoop.start();
    }

    @AfterEach
    void closeLoops() {
        near.close();
        far.close();
    }

    private TlsTransport client(SocketChannel channel, String version) throws IOException {
        return TlsTransport.client(
                NioTransport.of(channel, near), SelfSigned.LOCALHOST, "localhost", 443, SelfSigned.only(version));
    }

    private TlsTransport server(SocketChannel channel) throws IOException {
        return TlsTransport.server(NioTransport.of(channel, far), SelfSigned.LOCALHOST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void keepsAFrameThatComesInTheRecordOfTheRequest(String version) throws Exception {
        SocketChannel[] channels = Loopback.pair();
        TlsTransport client = client(channels[0], version);
        CompletableFuture<Established> accepted = ServerHandshaker.create().acceptAsync(server(channels[1]));
        Loopback.write(
                client,
                Loopback.bytes("GET /chat HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                        + SecWebSocketKey.generate().value() + "\r\n\r\nframe"));
        assertThat(Loopback.read(Loopback.await(accepted).transport())).isEqualTo("frame");
        assertThat(Loopback.read(client)).startsWith("HTTP/1.1 101 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void keepsAFrameThatComesInTheRecordOfTheAnswer(String version) throws Exception {
        SocketChannel[] channels = Loopback.pair();
        CompletableFuture<Established> opened =
                ClientHandshaker.create().handshakeAsync(client(channels[0], version), "localhost", "/chat");
        TlsTransport server = server(channels[1]);
        Matcher key = Pattern.compile("Sec-WebSocket-Key: (\\S+)").matcher(Loopback.read(server));
        assertThat(key.find()).isTrue();
        Loopback.write(
                server,
                Loopback.bytes("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Accept: "
                        + SecWebSocketKey.parse(key.group(1)).accept() + "\r\n\r\nframe"));
        assertThat(Loopback.read(Loopback.await(opened).transport())).isEqualTo("frame");
    }
}
