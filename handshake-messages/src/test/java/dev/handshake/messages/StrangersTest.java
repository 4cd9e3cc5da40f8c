package dev.handshake.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshake.spi.ByteTransport;
import dev.handshake.tck.MemoryTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a stranger does to a server, be it out of malice or for want of reading: all of it in one piece, or in odd order. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StrangersTest {

    private final WebSocketOptions options = WebSocketOptions.defaults().withScheduler(new ManualClock());
    private final AtomicInteger writes = new AtomicInteger();
    private ByteTransport client;
    private WebSocket server;

    @BeforeEach
    void open() throws Exception {
        open(false);
    }

    private void open(boolean deflate) throws Exception {
        MemoryTransport.Pair pair = MemoryTransport.pair(1 << 20);
        Sockets ends = Sockets.open(new Counting(pair.left(), writes), pair.right(), deflate);
        client = ends.client().transport();
        server = WebSocket.over(ends.server(), options);
        writes.set(0);
    }

    private record Counting(ByteTransport below, AtomicInteger writes) implements ByteTransport {

        @Override
        public int read(ByteBuffer dst, Runnable retry) throws IOException {
            return below.read(dst, retry);
        }

        @Override
        public int write(ByteBuffer src, Runnable retry) throws IOException {
            writes.incrementAndGet();
            return below.write(src, retry);
        }

        @Override
        public void shutdownOutput() throws IOException {
            below.shutdownOutput();
        }

        @Override
        public void close() {
            below.close();
        }
    }

    private void send(String hex) throws IOException {
        ByteBuffer octets = ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
        assertThat(client.write(octets, () -> {})).isEqualTo(octets.limit());
    }

    /** What has come until now, as hex; "end" behind the last octet. */
    private String read() throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(1 << 20);
        int count;
        do {
            count = client.read(octets, () -> {});
        } while (count > 0);
        return HexFormat.of().formatHex(octets.array(), 0, octets.position()) + (count < 0 ? " end" : "");
    }

    @Test
    void pongsOfPingsThatComeTogetherGoOutTogether() throws Exception {
        send("8980 00000000".repeat(1000));
        assertThat(read()).isEqualTo("8a00".repeat(1000));
        assertThat(writes.get()).isLessThan(50);
    }

    @Test
    void aPingInFrontOfAMessageThatNobodyAskedForIsAnswered() throws Exception {
        send("8980 00000000 8181 00000000 61");
        assertThat(read()).isEqualTo("8a00");
    }

    @Test
    void pingsAreAnsweredInFrontOfTheCloseThatABrokenRuleCauses() throws Exception {
        send("8981 00000000 01 8f80 00000000");
        assertThat(read()).startsWith("8a0101" + "88").endsWith("end");
    }

    @Test
    void aCloseWithinACompressedMessageEndsIt() throws Exception {
        open(true);
        CompletableFuture<Message> asked = server.receiveAsync();
        send("4183 00000000 f248cd 8882 00000000 03e9");
        assertThat(asked).isCompletedWithValue(null);
        assertThat(read()).isEqualTo("880203e9 end");
        client.close();
        assertThat(server.ended()).isCompletedWithValue(new Ending(1001, "", null));
        assertThat(server.receiveAsync()).isCompletedWithValue(null);
        assertThat(server.receivePartAsync()).isCompletedWithValue(null);
    }

    @Test
    void partsThatCameBeforeACloseWithinAMessageAreHandedOver() throws Exception {
        CompletableFuture<Message> asked = server.receivePartAsync();
        send("0182 00000000 6162 8880 00000000");
        assertThat(asked.join().text()).isEqualTo("ab");
        assertThat(asked.join().isLast()).isFalse();
        assertThat(server.receivePartAsync()).isCompletedWithValue(null);
        assertThat(read()).isEqualTo("8800 end");
    }

    @Test
    void whatFollowsACloseIsDropped() throws Exception {
        CompletableFuture<Message> asked = server.receiveAsync();
        send("8880 00000000 8181 00000000 61 8980 00000000 8880 00000000 ffffffff");
        assertThat(asked).isCompletedWithValue(null);
        assertThat(read()).isEqualTo("8800 end");
    }

    @Test
    void framesOfNoOctetsTakeNothing() throws Exception {
        CompletableFuture<Message> asked = server.receiveAsync();
        send("0180 00000000");
        String many = "0080 00000000".repeat(10_000);
        for (int i = 0; i < 100; i++) {
            send(many);
        }
        assertThat(asked).isNotDone();
        send("8081 00000000 61");
        assertThat(asked.join().text()).isEqualTo("a");
    }

    @Test
    void oneOctetInEachFrameIsAMessageToo() throws Exception {
        CompletableFuture<Message> asked = server.receiveAsync();
        send("0281 00000000 07");
        String many = "0081 00000000 07".repeat(10_000);
        for (int i = 0; i < 10; i++) {
            send(many);
        }
        send("8080 00000000");
        assertThat(asked.join().size()).isEqualTo(100_001);
    }

    @Test
    void cancellingASendHasNoEffectOnTheMessage() throws Exception {
        CompletableFuture<Void> first = server.sendAsync(Message.binary(new byte[2 << 20]));
        CompletableFuture<Void> second = server.sendAsync("b");
        CompletableFuture<Void> third = server.sendAsync("c");
        assertThat(first.cancel(true)).isTrue();
        assertThat(second.cancel(true)).isTrue();
        assertThat(third).isNotDone();
        String all = read();
        for (String more = read(); !more.isEmpty(); more = read()) {
            all += more;
        }
        assertThat(all).startsWith("827f0000000000200000").endsWith("810162" + "810163");
        assertThat(third).isCompleted();
        server.sendAsync("d");
        assertThat(read()).isEqualTo("810164");
    }

    @Test
    void thereIsOneCloseFrameHoweverOftenItIsClosed() throws Exception {
        server.closeAsync(1000, "");
        server.closeAsync(1001, "");
        assertThat(read()).isEqualTo("880203e8");
    }

    @Test
    void thereIsOneCloseFrameThoughThePeersComesBeforeItIsSent() throws Exception {
        server.sendAsync(Message.binary(new byte[2 << 20]));
        server.closeAsync(1000, "");
        send("8882 00000000 03e9");
        String all = read();
        for (String more = read(); !more.isEmpty() && !all.endsWith("end"); more = read()) {
            all += more;
        }
        assertThat(all).endsWith("00" + "880203e8 end");
    }

    @Test
    void nothingIsSentBehindTheClose() throws Exception {
        server.closeAsync(1000, "");
        assertThat(server.sendAsync("a")).isCompletedExceptionally();
        assertThat(server.sendAsync(Message.text("a").asPart(true, false))).isCompletedExceptionally();
        assertThat(server.sendAsync(Message.text("a").asPart(false, true))).isCompletedExceptionally();
        assertThat(server.pingAsync(ByteBuffer.allocate(0))).isCompletedExceptionally();
        assertThat(server.pongAsync(ByteBuffer.allocate(0))).isCompletedExceptionally();
        assertThatThrownBy(() -> server.send("a")).isInstanceOf(MessageException.class);
        send("8980 00000000");
        assertThat(read()).isEqualTo("880203e8");
    }
}
