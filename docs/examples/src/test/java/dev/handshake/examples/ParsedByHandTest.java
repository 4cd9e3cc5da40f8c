package dev.handshake.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshake.Established;
import dev.handshake.HandshakeException;
import dev.handshake.HandshakeFailure;
import dev.handshake.ServerHandshaker;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ParsedByHandTest {

    private final ParsedByHand server = new ParsedByHand(ServerHandshaker.create());

    @Test
    void acceptsAWebSocketAndKeepsTheFrameBehindTheRequest() throws Exception {
        Served served = serve(Wire.UPGRADE + Wire.FRAME, Wire.ACCEPTED + "\r\n\r\n");
        assertThat(served.answer).startsWith("HTTP/1.1 101 ");
        Established open = served.result.get(20, TimeUnit.SECONDS).orElseThrow();
        assertThat(open.request().query()).contains("room=7");
        ByteBuffer first = ByteBuffer.allocate(100);
        open.transport().read(first, () -> {});
        assertThat(StandardCharsets.ISO_8859_1.decode(first.flip()).toString()).isEqualTo(Wire.FRAME);
        open.transport().close();
    }

    @Test
    void answersPlainHttpItself() throws Exception {
        Served served = serve(Wire.PLAIN, null);
        assertThat(served.answer).startsWith("HTTP/1.1 200 ").endsWith("hello\n");
        assertThat(served.result.get(20, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void aBrokenHandshakeIsRefused() throws Exception {
        Served served = serve(Wire.BROKEN, null);
        assertThat(served.answer).startsWith("HTTP/1.1 426 ");
        assertThatThrownBy(() -> served.result.get(20, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        HandshakeException.class,
                        e -> assertThat(e.failure()).isEqualTo(HandshakeFailure.BAD_SEC_VERSION));
    }

    private record Served(String answer, CompletableFuture<Optional<Established>> result) {}

    private Served serve(String sent, String last) throws Exception {
        CompletableFuture<Optional<Established>> result = new CompletableFuture<>();
        try (ServerSocket listener = new ServerSocket()) {
            listener.bind(Wire.anyPort());
            Thread thread = new Thread(() -> {
                try {
                    Socket socket = listener.accept();
                    socket.setSoTimeout(Wire.BOUND_MILLIS);
                    result.complete(server.serve(socket));
                } catch (Throwable e) {
                    result.completeExceptionally(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
            return new Served(Wire.exchange((InetSocketAddress) listener.getLocalSocketAddress(), sent, last), result);
        }
    }
}
