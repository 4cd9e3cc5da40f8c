package dev.handshake.blocking;

import static dev.handshake.blocking.Loopback.NO_RETRY;
import static dev.handshake.blocking.Loopback.await;
import static dev.handshake.blocking.Loopback.start;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

class SocketTransportTest extends ConnectedTransportTest {

    @Override
    Loopback.Pair<BlockingTransport> pair() throws IOException {
        Loopback.Pair<Socket> sockets = loopback.sockets();
        return new Loopback.Pair<>(BlockingTransport.of(sockets.near()), BlockingTransport.of(sockets.far()));
    }

    @Test
    void closesTheSocketItWasGiven() throws IOException {
        Socket socket = loopback.sockets().near();
        BlockingTransport.of(socket).close();
        assertThat(socket.isClosed()).isTrue();
    }

    @Test
    void outlivesAnInterruptOfItsThread() throws Exception {
        CompletableFuture<Thread> started = new CompletableFuture<>();
        FutureTask<Integer> reader = start(() -> {
            started.complete(Thread.currentThread());
            return near.read(ByteBuffer.allocate(1), NO_RETRY);
        });
        started.join().interrupt();
        far.write(US_ASCII.encode("x"), NO_RETRY);
        assertThat(await(reader)).isEqualTo(1);
    }

    @Test
    void keepsTheReadTimeoutOfTheSocketAndOutlivesIt() throws IOException {
        Loopback.Pair<Socket> sockets = loopback.sockets();
        sockets.near().setSoTimeout(1);
        BlockingTransport transport = BlockingTransport.of(sockets.near());
        assertThatThrownBy(() -> transport.read(ByteBuffer.allocate(1), NO_RETRY))
                .isInstanceOf(SocketTimeoutException.class);
        sockets.near().setSoTimeout(0);
        sockets.far().getOutputStream().write('x');
        assertThat(transport.read(ByteBuffer.allocate(1), NO_RETRY)).isEqualTo(1);
    }

    @Test
    void isSecureOverAnSslSocket() throws IOException {
        Loopback.Pair<Socket> sockets = loopback.sockets();
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket tls = (SSLSocket) loopback.opened(
                factory.createSocket(sockets.near(), "localhost", sockets.near().getPort(), true));
        assertThat(BlockingTransport.of(tls).secure()).isTrue();
    }

    @Test
    void worksOverTheSocketOfAChannel() throws IOException {
        Loopback.Pair<SocketChannel> channels = loopback.channels();
        BlockingTransport transport = BlockingTransport.of(channels.near().socket());
        channels.far().write(US_ASCII.encode("x"));
        assertThat(transport.read(ByteBuffer.allocate(1), NO_RETRY)).isEqualTo(1);
    }

    @Test
    void refusesTheSocketOfANonBlockingChannel() throws IOException {
        SocketChannel channel = loopback.channels().near();
        channel.configureBlocking(false);
        assertThatThrownBy(() -> BlockingTransport.of(channel.socket()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("non-blocking");
    }

    @Test
    void refusesASocketThatIsNotConnected() throws IOException {
        Socket unconnected = loopback.opened(new Socket());
        assertThatThrownBy(() -> BlockingTransport.of(unconnected)).isInstanceOf(IllegalArgumentException.class);
        Socket closed = loopback.sockets().near();
        closed.close();
        assertThatThrownBy(() -> BlockingTransport.of(closed)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void failsOverASocketWhoseOutputWasShutDown() throws IOException {
        Socket halfClosed = loopback.sockets().near();
        halfClosed.shutdownOutput();
        assertThatThrownBy(() -> BlockingTransport.of(halfClosed)).isInstanceOf(IOException.class);
    }
}
