package dev.handshake.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.spi.ByteTransport;
import dev.handshake.tck.ChunkingTransport;
import dev.handshake.tck.FailingTransport;
import dev.handshake.tck.MemoryTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each operation of a transport fails once, at either side: everything that was begun comes to one end, and nothing is left. */
@Timeout(60)
class FaultsTest {

    private enum Fault implements Supplier<Throwable> {
        IO,
        RUNTIME,
        ERROR;

        @Override
        public Throwable get() {
            return switch (this) {
                case IO -> new IOException("broken on purpose");
                case RUNTIME -> new IllegalStateException("broken on purpose");
                case ERROR -> new AssertionError("broken on purpose");
            };
        }
    }

    @ParameterizedTest
    @CsvSource({"server, IO", "server, RUNTIME", "server, ERROR", "client, IO", "client, RUNTIME", "client, ERROR"})
    void everythingComesToOneEndWhereverATransportFails(String side, Fault fault) throws Exception {
        boolean fired = true;
        int opened = 0;
        for (int failAt = 0; fired; failAt++) {
            MemoryTransport.Pair pair = MemoryTransport.pair(64);
            FailingTransport failing =
                    new FailingTransport(side.equals("server") ? pair.left() : pair.right(), failAt, fault);
            ByteTransport left = side.equals("server") ? failing : pair.left();
            ByteTransport right = side.equals("client") ? failing : pair.right();
            Sockets ends;
            try {
                ends = Sockets.open(left, right, true);
            } catch (Exception e) {
                continue;
            }
            opened++;
            List<CompletableFuture<?>> all = exchange(ends);
            for (CompletableFuture<?> each : all) {
                each.handle((value, failure) -> null).get(10, TimeUnit.SECONDS);
            }
            assertThat(failing.closed()).isTrue();
            fired = failing.fired();
        }
        assertThat(opened).isGreaterThan(10);
    }

    /** Begins all that can be begun, and returns what must come to an end. */
    private static List<CompletableFuture<?>> exchange(Sockets ends) {
        WebSocketOptions soon = WebSocketOptions.defaults().withCloseTimeout(Duration.ofMillis(200));
        WebSocket server = WebSocket.over(ends.server(), soon);
        WebSocket client = WebSocket.over(ends.client(), soon);
        List<CompletableFuture<?>> all = new ArrayList<>();
        all.add(server.forEach(WebSocket::sendAsync));
        all.add(client.sendAsync("Hello"));
        all.add(client.receiveAsync());
        all.add(client.sendAsync("x".repeat(300)));
        all.add(client.pingAsync(ByteBuffer.allocate(1)));
        all.add(client.closeAsync(1000, "done"));
        all.add(client.ended());
        all.add(server.ended());
        return all;
    }

    @Test
    void anOctetAtATimeIsEnough() throws Exception {
        MemoryTransport.Pair pair = MemoryTransport.pair();
        Sockets ends = Sockets.open(new ChunkingTransport(pair.left()), new ChunkingTransport(pair.right()), true);
        WebSocket server = WebSocket.over(ends.server());
        server.forEach(WebSocket::sendAsync);
        WebSocket client = WebSocket.over(ends.client());
        String text = "Grüße ".repeat(1000);
        client.sendAsync(text);
        assertThat(client.receiveAsync().get(10, TimeUnit.SECONDS).text()).isEqualTo(text);
        assertThat(client.closeAsync(1000, "").get(10, TimeUnit.SECONDS)).matches(Ending::isClean);
        assertThat(server.ended().get(10, TimeUnit.SECONDS)).matches(Ending::isClean);
    }
}
