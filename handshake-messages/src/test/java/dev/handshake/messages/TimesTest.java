package dev.handshake.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.Established;
import dev.handshake.spi.ByteTransport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is due when the peer is silent. The peer is a bare transport, whose octets the test sends and reads. */
@Timeout(30)
class TimesTest {

    private static final Duration HALF = Duration.ofSeconds(150);

    private final ManualClock clock = new ManualClock();
    private final WebSocketOptions options = WebSocketOptions.defaults().withScheduler(clock);
    private Sockets ends;

    @BeforeEach
    void open() throws Exception {
        ends = Sockets.open(false);
    }

    private static void send(Established peer, String hex) throws Exception {
        ByteBuffer octets = ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
        assertThat(peer.transport().write(octets, () -> {})).isEqualTo(octets.limit());
    }

    /** What has come until now; "end" behind the last octet. */
    private static String read(Established peer) throws Exception {
        ByteTransport transport = peer.transport();
        ByteBuffer octets = ByteBuffer.allocate(1000);
        int count;
        do {
            count = transport.read(octets, () -> {});
        } while (count > 0);
        byte[] copy = new byte[octets.flip().remaining()];
        octets.get(copy);
        return HexFormat.of().formatHex(copy) + (count < 0 ? " end" : "");
    }

    private static MessageFailure failureOf(CompletableFuture<Ending> ended) {
        assertThat(ended).isDone();
        return ended.join().failure() == null ? null : ended.join().failure().failure();
    }

    @Test
    void aSilentPeerIsSentAPingAndThenCutOff() throws Exception {
        WebSocket server = WebSocket.over(ends.server(), options);
        clock.pass(HALF);
        assertThat(read(ends.client())).matches("8904.{8}");
        assertThat(server.ended()).isNotDone();
        clock.pass(HALF);
        assertThat(failureOf(server.ended())).isEqualTo(MessageFailure.IDLE);
        assertThat(server.ended().join().code()).isEqualTo(1006);
        assertThat(read(ends.client())).isEqualTo(" end");
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void aPeerThatAnswersPingsIsKept() throws Exception {
        WebSocket server = WebSocket.over(ends.server(), options);
        for (int i = 0; i < 5; i++) {
            clock.pass(HALF);
            assertThat(read(ends.client())).matches("8904.{8}");
            send(ends.client(), "8a80 00000000");
            clock.pass(HALF);
            assertThat(read(ends.client())).isEmpty();
        }
        assertThat(server.ended()).isNotDone();
    }

    @Test
    void thePongOfAKeepAlivePingIsNotThatOfAnEmptyPing() throws Exception {
        WebSocket server = WebSocket.over(ends.server(), options);
        clock.pass(HALF);
        String keepAlive = read(ends.client());
        CompletableFuture<Void> answered = server.pingAsync(ByteBuffer.allocate(0));
        assertThat(read(ends.client())).isEqualTo("8900");
        send(ends.client(), "8a84 00000000" + keepAlive.substring(4));
        assertThat(answered).isNotDone();
        send(ends.client(), "8a80 00000000");
        assertThat(answered).isCompleted();
    }

    @Test
    void thePongOfALaterKeepAlivePingAnswersThoseBefore() throws Exception {
        WebSocket server = WebSocket.over(ends.server(), options);
        CompletableFuture<Void> answered = server.pingAsync(ByteBuffer.allocate(0));
        assertThat(read(ends.client())).isEqualTo("8900");
        clock.pass(HALF);
        send(ends.client(), "8a84 00000000" + read(ends.client()).substring(4));
        assertThat(answered).isCompleted();
    }

    @Test
    void closesThoughTheSchedulerWasShutDown() throws Exception {
        WebSocket server = WebSocket.over(ends.server(), options);
        clock.shutdownNow();
        CompletableFuture<Ending> ended = server.closeAsync(1000, "x");
        assertThat(read(ends.client())).isEqualTo("880303e878");
        send(ends.client(), "8882 00000000 03e8");
        ends.client().transport().close();
        assertThat(ended).isCompletedWithValue(new Ending(1000, "", null));
    }

    @Test
    void withoutKeepAliveASilentPeerIsCutOffUnasked() throws Exception {
        WebSocket server = WebSocket.over(ends.server(), options.withIdleTimeout(Duration.ofSeconds(10), false));
        clock.pass(Duration.ofSeconds(6));
        assertThat(read(ends.client())).isEmpty();
        send(ends.client(), "8980 00000000");
        assertThat(read(ends.client())).isEqualTo("8a00");
        clock.pass(Duration.ofSeconds(8));
        assertThat(server.ended()).isNotDone();
        clock.pass(Duration.ofSeconds(10));
        assertThat(failureOf(server.ended())).isEqualTo(MessageFailure.IDLE);
    }

    @Test
    void withoutAnIdleTimeNothingIsDue() {
        WebSocket server = WebSocket.over(ends.server(), options.withIdleTimeout(Duration.ZERO, true));
        assertThat(clock.waiting()).isZero();
        server.abort();
    }

    @Test
    void aPeerWhoseMessageNobodyAsksForIsNotSilent() throws Exception {
        WebSocket server = WebSocket.over(ends.server(), options);
        send(ends.client(), "8181 00000000 61");
        clock.pass(Duration.ofDays(1));
        assertThat(server.ended()).isNotDone();
        assertThat(server.receiveAsync().join().text()).isEqualTo("a");
    }

    @Test
    void aPeerThatTakesNothingIsCutOffThoughItTalks() throws Exception {
        WebSocket server = WebSocket.over(ends.server(), options);
        CompletableFuture<Void> sent = server.sendAsync(Message.binary(new byte[100_000]));
        for (int i = 0; i < 2; i++) {
            clock.pass(HALF);
            send(ends.client(), "8980 00000000");
        }
        assertThat(server.ended()).isNotDone();
        clock.pass(HALF);
        assertThat(failureOf(server.ended())).isEqualTo(MessageFailure.IDLE);
        assertThat(sent).isCompletedExceptionally();
    }

    @Test
    void aPeerThatTakesALittleNowAndThenIsKept() throws Exception {
        WebSocket server = WebSocket.over(ends.server(), options);
        server.sendAsync(Message.binary(new byte[100_000]));
        for (int i = 0; i < 6; i++) {
            clock.pass(HALF);
            assertThat(ends.client().transport().read(ByteBuffer.allocate(500), () -> {}))
                    .isPositive();
            send(ends.client(), "8980 00000000");
        }
        assertThat(server.ended()).isNotDone();
    }

    @Test
    void aPeerThatDoesNotCloseIsCutOff() throws Exception {
        WebSocket server = WebSocket.over(ends.server(), options.withCloseTimeout(Duration.ofSeconds(5)));
        CompletableFuture<Ending> ended = server.closeAsync(1000, "x");
        assertThat(read(ends.client())).isEqualTo("880303e878");
        clock.pass(Duration.ofSeconds(4));
        assertThat(ended).isNotDone();
        clock.pass(Duration.ofSeconds(1));
        assertThat(failureOf(ended)).isEqualTo(MessageFailure.CLOSE_TIMED_OUT);
        assertThat(read(ends.client())).isEqualTo(" end");
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void aServerEndsTheStreamFirstAndDoesNotWaitLongForTheClient() throws Exception {
        WebSocket server = WebSocket.over(ends.server(), options);
        send(ends.client(), "8882 00000000 03e9");
        assertThat(read(ends.client())).isEqualTo("880203e9 end");
        assertThat(server.ended()).isNotDone();
        clock.pass(Duration.ofSeconds(2));
        assertThat(server.ended()).isCompletedWithValue(new Ending(1001, "", null));
    }

    @Test
    void aClientWaitsForTheServerToEndTheStream() throws Exception {
        WebSocket client = WebSocket.over(ends.client(), options);
        CompletableFuture<Ending> ended = client.closeAsync(1000, "");
        assertThat(read(ends.server())).startsWith("8882").doesNotContain("end");
        send(ends.server(), "8802 03e8");
        clock.pass(Duration.ofSeconds(29));
        assertThat(ended).isNotDone();
        ends.server().transport().shutdownOutput();
        assertThat(ended).isCompletedWithValue(new Ending(1000, "", null));
        assertThat(read(ends.server())).isEqualTo(" end");
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void aServerThatNeverEndsTheStreamIsLeftInTheEnd() throws Exception {
        WebSocket client = WebSocket.over(ends.client(), options);
        send(ends.server(), "8802 03e8");
        assertThat(client.ended()).isNotDone();
        clock.pass(Duration.ofSeconds(30));
        assertThat(client.ended()).isCompletedWithValue(new Ending(1000, "", null));
    }

    @Test
    void whoeverHasTheLastMessageMayAnswerForAWhile() throws Exception {
        WebSocket server = WebSocket.over(ends.server(), options);
        CompletableFuture<Message> asked = server.receiveAsync();
        send(ends.client(), "8181 00000000 61 8882 00000000 03e8");
        assertThat(asked).isDone();
        assertThat(read(ends.client())).isEmpty();
        server.sendAsync("b");
        assertThat(read(ends.client())).isEqualTo("810162");
        clock.pass(Duration.ofSeconds(2));
        assertThat(read(ends.client())).isEqualTo("880203e8 end");
    }

    @Test
    void askingForTheNextMessageEndsTheLast() throws Exception {
        WebSocket server = WebSocket.over(ends.server(), options);
        CompletableFuture<Message> asked = server.receiveAsync();
        send(ends.client(), "8181 00000000 61 8882 00000000 03e8");
        assertThat(asked).isDone();
        assertThat(server.receiveAsync()).isCompletedWithValue(null);
        assertThat(read(ends.client())).isEqualTo("880203e8 end");
    }

    @Test
    void everyPingIsAnsweredInOrderAndTheLastOnesIfThereIsNoRoom() throws Exception {
        WebSocket.over(ends.server(), options);
        send(ends.client(), "8981 00000000 01 8981 00000000 02 8981 00000000 03");
        assertThat(read(ends.client())).isEqualTo("8a0101" + "8a0102" + "8a0103");
        // 8 KiB are as much as the transport holds for a peer that does not read.
        for (int i = 0; i < 200; i++) {
            send(ends.client(), "89fd 00000000" + String.format("%02x", i).repeat(125));
        }
        StringBuilder all = new StringBuilder();
        for (String some = read(ends.client()); !some.isEmpty(); some = read(ends.client())) {
            all.append(some);
        }
        List<String> pongs = new ArrayList<>();
        for (int at = 0; at < all.length(); at += 254) {
            pongs.add(all.substring(at + 4, at + 6));
        }
        assertThat(pongs)
                .startsWith("00", "01", "02")
                .endsWith("c5", "c6", "c7")
                .hasSizeLessThan(200);
    }
}
