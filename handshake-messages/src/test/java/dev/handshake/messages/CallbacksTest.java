package dev.handshake.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshake.Established;
import dev.handshake.spi.ByteTransport;
import dev.handshake.tck.MemoryTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What users do within handlers and behind futures, on the thread that moves the octets. The client is a bare transport. */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CallbacksTest {

    private final WebSocketOptions options = WebSocketOptions.defaults().withScheduler(new ManualClock());
    private Sockets ends;
    private WebSocket server;

    @BeforeEach
    void open() throws Exception {
        ends = Sockets.open(false);
        server = WebSocket.over(ends.server(), options);
    }

    private void send(String hex) throws IOException {
        ByteBuffer octets = ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
        assertThat(client().transport().write(octets, () -> {})).isEqualTo(octets.limit());
    }

    private Established client() {
        return ends.client();
    }

    private String read() throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(1000);
        client().transport().read(octets, () -> {});
        return new String(octets.array(), 0, octets.position(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aHandlerThatFailsIsToldToThePeerAtOnce() throws Exception {
        server.forEach((socket, message) -> {
            throw new IOException("on purpose");
        });
        send("8181 00000000 61");
        assertThat(read()).endsWith("HANDLER_FAILED");
    }

    @Test
    void aHandlerThatFailsWhenThePeerHasClosedDoesNotHoldUpTheAnswer() throws Exception {
        CompletableFuture<Void> handled = new CompletableFuture<>();
        server.forEach((socket, message) -> handled);
        send("8181 00000000 61 8882 00000000 03e8");
        assertThat(read()).isEmpty();
        handled.completeExceptionally(new IOException("on purpose"));
        assertThat(read()).isEqualTo("\u0088\u0002\u0003\u00e8");
    }

    @Test
    void aHandlerThatAsksByItselfIsToldSoAndDoesNotWaitForEver() throws Exception {
        CompletableFuture<Ending> ended = server.forEach((socket, message) -> {
            socket.receiveAsync();
            return null;
        });
        assertFailsByItsState(ended);
    }

    @Test
    void onlyOneMayAskForMessages() throws Exception {
        CompletableFuture<Message> asked = server.receiveAsync();
        assertThatThrownBy(() -> server.forEach((socket, message) -> null)).isInstanceOf(IllegalStateException.class);
        send("8181 00000000 61");
        assertThat(asked.join().text()).isEqualTo("a");
    }

    @Test
    void aHandlerCannotWaitForWhatItsOwnThreadReads() throws Exception {
        CompletableFuture<Ending> ended = server.forEach((socket, message) -> {
            assertThatThrownBy(() -> socket.close(1000, "")).isInstanceOf(IllegalStateException.class);
            socket.receive();
            return null;
        });
        assertFailsByItsState(ended);
    }

    @Test
    void aHandlerMayCloseWhichDoesNotWaitThere() throws Exception {
        server.forEach((socket, message) -> {
            socket.send("bye");
            socket.close();
            return null;
        });
        send("8181 00000000 61");
        assertThat(read()).isEqualTo("\u0081\u0003bye\u0088\u0002\u0003\u00e8");
    }

    @Test
    void whatFollowsASendCannotWaitForAnother() {
        // Nothing but the thread that fills the transport could empty the queue.
        CompletableFuture<Void> full = server.sendAsync(Message.binary(new byte[100_000]));
        CompletableFuture<Void> next = full.thenRun(() -> {
            try {
                server.send("next");
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
        assertThat(next).isNotDone();
        assertThatThrownBy(() -> {
                    while (!next.isDone()) {
                        read();
                    }
                    next.join();
                })
                .hasRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void aMessageWhoseBeginningWasDroppedIsDroppedToItsEnd() throws Exception {
        server.closeAsync(1000, "");
        send("0182 00000000 6162");
        CompletableFuture<Message> asked = server.receiveAsync();
        send("8082 00000000 6364");
        assertThat(asked).isNotDone();
        send("8182 00000000 6566");
        assertThat(asked.join().text()).isEqualTo("ef");
        assertThat(asked.join().isFirst()).isTrue();
    }

    @Test
    void aPingThatWasNotSentIsForgotten() {
        server.sendAsync(Message.binary(new byte[100_000]));
        for (int i = 0; i < 64; i++) {
            server.pingAsync(ByteBuffer.allocate(1));
        }
        CompletableFuture<Void> waiting = server.pingAsync(ByteBuffer.allocate(2));
        assertThat(waiting).isCompletedExceptionally();
        for (int i = 0; i < 64; i++) {
            server.pongAsync(ByteBuffer.allocate(1));
        }
        assertThat(server.pingAsync(ByteBuffer.allocate(2))).isNotDone();
    }

    @Test
    void theEndIsToldThoughTheTransportFailsToClose() throws Exception {
        MemoryTransport.Pair pair = MemoryTransport.pair();
        Sockets failing = Sockets.open(new UnableToClose(pair.left()), pair.right(), false);
        WebSocket socket = WebSocket.over(failing.server(), options);
        CompletableFuture<Message> asked = socket.receiveAsync();
        assertThatThrownBy(socket::abort).hasMessage("on purpose");
        assertThat(asked).isCompletedExceptionally();
        assertThat(socket.ended()).isDone();
    }

    private record UnableToClose(ByteTransport below) implements ByteTransport {

        @Override
        public int read(ByteBuffer dst, Runnable retry) throws IOException {
            return below.read(dst, retry);
        }

        @Override
        public int write(ByteBuffer src, Runnable retry) throws IOException {
            return below.write(src, retry);
        }

        @Override
        public void close() {
            throw new IllegalStateException("on purpose");
        }
    }

    /** Has the handler get a message, and the connection end because of what the handler did. */
    private void assertFailsByItsState(CompletableFuture<Ending> ended) throws Exception {
        send("8181 00000000 61");
        assertThat(read()).endsWith("HANDLER_FAILED");
        send("8880 00000000");
        client().transport().close();
        assertThat(ended.join().failure()).hasRootCauseInstanceOf(IllegalStateException.class);
    }
}
