package dev.handshake.blocking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.ClientHandshaker;
import dev.handshake.Established;
import dev.handshake.SecWebSocketKey;
import dev.handshake.ServerHandshaker;
import dev.handshake.spi.ByteTransport;
import dev.handshake.tls.TlsTransport;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The WebSocket handshake over TLS over sockets: the frames that come with its messages are kept. */
class BlockingTlsSeamTest {

    private final Loopback loopback = new Loopback();

    @AfterEach
    void closeAll() throws IOException {
        loopback.close();
    }

    private static TlsTransport client(Socket socket, String version) throws IOException {
        return TlsTransport.client(
                BlockingTransport.of(socket), SelfSigned.LOCALHOST, "localhost", 443, SelfSigned.only(version));
    }

    private static TlsTransport server(Socket socket) throws IOException {
        return TlsTransport.server(BlockingTransport.of(socket), SelfSigned.LOCALHOST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void keepsAFrameThatComesInTheRecordOfTheRequest(String version) throws Exception {
        Loopback.Pair<Socket> sockets = loopback.sockets();
        TlsTransport client = client(sockets.near(), version);
        FutureTask<Established> accepting =
                Loopback.start(() -> ServerHandshaker.create().accept(server(sockets.far())));
        write(
                client,
                "GET /chat HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                        + SecWebSocketKey.generate().value() + "\r\n\r\nframe");
        assertThat(read(Loopback.await(accepting).transport())).isEqualTo("frame");
        assertThat(read(client)).startsWith("HTTP/1.1 101 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void keepsAFrameThatComesInTheRecordOfTheAnswer(String version) throws Exception {
        Loopback.Pair<Socket> sockets = loopback.sockets();
        FutureTask<Established> opening = Loopback.start(
                () -> ClientHandshaker.create().handshake(client(sockets.near(), version), "localhost", "/chat"));
        TlsTransport server = server(sockets.far());
        Matcher key = Pattern.compile("Sec-WebSocket-Key: (\\S+)").matcher(read(server));
        assertThat(key.find()).isTrue();
        write(
                server,
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Accept: "
                        + SecWebSocketKey.parse(key.group(1)).accept() + "\r\n\r\nframe");
        assertThat(read(Loopback.await(opening).transport())).isEqualTo("frame");
    }

    /** Before the TLS handshake is done, a reader and a writer share it; whoever does it, neither holds up the other. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void writesWhileTheReaderThatDidTheHandshakeWaits(String version) throws Exception {
        for (int round = 0; round < 20; round++) {
            Loopback.Pair<Socket> sockets = loopback.sockets();
            TlsTransport client = client(sockets.near(), version);
            TlsTransport server = server(sockets.far());
            FutureTask<String> clientReads = Loopback.start(() -> read(client));
            FutureTask<String> serverReads = Loopback.start(() -> read(server));
            write(client, "from the client");
            assertThat(Loopback.await(serverReads)).isEqualTo("from the client");
            write(server, "from the server");
            assertThat(Loopback.await(clientReads)).isEqualTo("from the server");
        }
    }

    private static void write(ByteTransport transport, String text) throws IOException {
        ByteBuffer src = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (src.hasRemaining()) {
            transport.write(src, Loopback.NO_RETRY);
        }
    }

    private static String read(ByteTransport transport) throws IOException {
        ByteBuffer dst = ByteBuffer.allocate(4096);
        transport.read(dst, Loopback.NO_RETRY);
        return StandardCharsets.ISO_8859_1.decode(dst.flip()).toString();
    }
}
