package dev.handshake.blocking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.spi.ByteTransport;
import dev.handshake.tck.SelfSigned;
import dev.handshake.tls.TlsTransport;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS over sockets, used in both directions from the start. */
class BlockingTlsTest {

    private final Loopback loopback = new Loopback();

    @AfterEach
    void closeAll() throws IOException {
        loopback.close();
    }

    private static TlsTransport client(Socket socket, String version) throws IOException {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {version});
        return TlsTransport.client(BlockingTransport.of(socket), SelfSigned.localhost(), "localhost", 443, parameters);
    }

    private static TlsTransport server(Socket socket) throws IOException {
        return TlsTransport.server(BlockingTransport.of(socket), SelfSigned.localhost());
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
