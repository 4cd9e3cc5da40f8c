package dev.handshake.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two WebSockets, one of each role, over memory. */
@Timeout(30)
class WebSocketTest {

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    private static MessageFailure failureOf(CompletableFuture<?> future) {
        return future.<MessageFailure>handle(
                        (value, failure) -> failure instanceof MessageException e ? e.failure() : null)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static WebSocket echo(Sockets ends) {
        WebSocket server = WebSocket.over(ends.server());
        server.forEach(WebSocket::sendAsync);
        return server;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void messagesComeBackFromAnEcho(boolean deflate) throws Exception {
        Sockets ends = Sockets.open(deflate);
        WebSocket server = echo(ends);
        try (WebSocket client = WebSocket.over(ends.client())) {
            for (String text : List.of("Hello", "", "Grüße ".repeat(50_000))) {
                client.send(text);
                assertThat(client.receive().text()).isEqualTo(text);
            }
            client.send(Message.binary(new byte[300_000]));
            assertThat(client.receive().data()).isEqualTo(ByteBuffer.allocate(300_000));
        }
        assertThat(get(server.ended())).isEqualTo(new Ending(1000, "", null));
    }

    @Test
    void bothSidesLearnTheCodeAndTheReason() throws Exception {
        Sockets ends = Sockets.open(false);
        WebSocket server = WebSocket.over(ends.server());
        WebSocket client = WebSocket.over(ends.client());
        Ending ending = client.close(4001, "enough");
        assertThat(ending).hasToString("4001").matches(Ending::isClean);
        assertThat(get(server.ended())).hasToString("4001 enough").matches(Ending::isClean);
        assertThat(server.receive()).isNull();
        assertThat(client.receive()).isNull();
        assertThat(ends.server().transport()).satisfies(WebSocketTest::isClosed);
        assertThat(ends.client().transport()).satisfies(WebSocketTest::isClosed);
    }

    private static void isClosed(ByteTransport transport) {
        assertThatThrownBy(() -> transport.read(ByteBuffer.allocate(1), () -> {}))
                .isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void aServerMayCloseFirst() throws Exception {
        Sockets ends = Sockets.open(false);
        WebSocket server = WebSocket.over(ends.server());
        WebSocket client = WebSocket.over(ends.client());
        CompletableFuture<Message> last = client.receiveAsync();
        assertThat(get(server.closeAsync(1001, "going"))).hasToString("1001");
        assertThat(get(client.ended())).hasToString("1001 going");
        assertThat(get(last)).isNull();
    }

    @Test
    void bothMayCloseAtOnce() throws Exception {
        Sockets ends = Sockets.open(false);
        WebSocket server = WebSocket.over(ends.server());
        WebSocket client = WebSocket.over(ends.client());
        CompletableFuture<Ending> one = server.closeAsync(4000, "");
        CompletableFuture<Ending> other = client.closeAsync(4001, "");
        assertThat(get(one)).matches(Ending::isClean);
        assertThat(get(other)).matches(Ending::isClean);
    }

    @Test
    void whatWasSentBeforeTheCloseArrives() throws Exception {
        Sockets ends = Sockets.open(false);
        WebSocket server = WebSocket.over(ends.server());
        WebSocket client = WebSocket.over(ends.client());
        CompletableFuture<Void> sent = client.sendAsync("x".repeat(100_000));
        CompletableFuture<Ending> ended = client.closeAsync(1000, "");
        assertThat(failureOf(client.sendAsync("too late"))).isEqualTo(MessageFailure.CLOSED);
        assertThat(sent.isDone()).isFalse();
        assertThat(server.receive().size()).isEqualTo(100_000);
        get(sent);
        assertThat(server.receive()).isNull();
        assertThat(get(ended)).matches(Ending::isClean);
    }

    @Test
    void theCloseIsFoundBehindMessagesThatNobodyAskedFor() throws Exception {
        Sockets ends = Sockets.open(false);
        WebSocket server = WebSocket.over(ends.server());
        WebSocket client = WebSocket.over(ends.client());
        server.sendAsync("x".repeat(100_000));
        server.sendAsync("y");
        assertThat(client.close(1000, "")).matches(Ending::isClean);
        assertThat(get(server.ended())).matches(Ending::isClean);
    }

    @Test
    void nothingIsReadThatNobodyAskedFor() throws Exception {
        Sockets ends = Sockets.open(false);
        WebSocket server = WebSocket.over(ends.server());
        WebSocket client = WebSocket.over(ends.client());
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            sent.add(client.sendAsync(Message.binary(new byte[10_000])));
        }
        assertThat(sent.get(39).isDone()).isFalse();
        for (int i = 0; i < 40; i++) {
            assertThat(server.receive().size()).isEqualTo(10_000);
        }
        get(sent.get(39));
    }

    @Test
    void theQueueIsBounded() throws Exception {
        Sockets ends = Sockets.open(false);
        WebSocketOptions options =
                WebSocketOptions.defaults().withLimits(MessageLimits.defaults().withQueuedBytes(50_000));
        WebSocket server = WebSocket.over(ends.server(), options);
        WebSocket client = WebSocket.over(ends.client(), options);
        CompletableFuture<Void> big = client.sendAsync(Message.binary(new byte[200_000]));
        CompletableFuture<Void> fits = client.sendAsync(Message.binary(new byte[40_000]));
        CompletableFuture<Void> more = client.sendAsync(Message.binary(new byte[40_000]));
        assertThat(failureOf(more)).isEqualTo(MessageFailure.QUEUE_FULL);
        assertThat(server.receive().size()).isEqualTo(200_000);
        assertThat(server.receive().size()).isEqualTo(40_000);
        get(big);
        get(fits);
        get(client.sendAsync("and on"));
        assertThat(server.receive().text()).isEqualTo("and on");
    }

    @Test
    void messagesOfManyThreadsArriveWhole() throws Exception {
        Sockets ends = Sockets.open(true);
        WebSocket server = WebSocket.over(ends.server());
        WebSocket client = WebSocket.over(ends.client());
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            String text = ("" + thread).repeat(3000);
            threads.add(CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < 50; i++) {
                        client.send(text);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        }
        for (int i = 0; i < 200; i++) {
            String text = server.receive().text();
            assertThat(text).isEqualTo(text.substring(0, 1).repeat(3000));
        }
        for (CompletableFuture<Void> thread : threads) {
            get(thread);
        }
    }

    @Test
    void aMessageGoesOutInPartsAndOthersWaitForItsEnd() throws Exception {
        Sockets ends = Sockets.open(false);
        WebSocket server = WebSocket.over(ends.server());
        WebSocket client = WebSocket.over(ends.client());
        client.send(Message.text("one ").asPart(true, false));
        CompletableFuture<Void> other = client.sendAsync("other");
        assertThat(other.isDone()).isFalse();
        Message first = server.receivePart();
        assertThat(first.text()).isEqualTo("one ");
        assertThat(first.isLast()).isFalse();
        client.send(Message.text("two ").asPart(false, false));
        client.send(Message.text("three").asPart(false, true));
        Message rest = server.receive();
        assertThat(rest).hasToString("last part of a text message, 9 octets");
        assertThat(rest.text()).isEqualTo("two three");
        assertThat(server.receive().text()).isEqualTo("other");
        assertThatThrownBy(() -> client.send(Message.text("x").asPart(false, true)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aMessageInPartsThatIsNotEndedDoesNotHinderTheClose() throws Exception {
        Sockets ends = Sockets.open(false);
        WebSocket server = WebSocket.over(ends.server());
        WebSocket client = WebSocket.over(ends.client());
        client.send(Message.text("one ").asPart(true, false));
        CompletableFuture<Void> other = client.sendAsync("other");
        CompletableFuture<Message> asked = server.receiveAsync();
        assertThat(client.close(1000, "")).matches(Ending::isClean);
        assertThat(failureOf(other)).isEqualTo(MessageFailure.CLOSED);
        assertThat(get(asked)).isNull();
    }

    @Test
    void aLongMessageIsReadInParts() throws Exception {
        Sockets ends = Sockets.open(true);
        WebSocketOptions small = WebSocketOptions.defaults()
                .withLimits(MessageLimits.defaults().withMessageBytes(10_000).withPartBytes(1000));
        WebSocket server = WebSocket.over(ends.server(), small);
        WebSocket client = WebSocket.over(ends.client());
        client.sendAsync("0123456789".repeat(100_000));
        int size = 0;
        Message part;
        do {
            part = server.receivePart();
            size += part.size();
        } while (!part.isLast());
        assertThat(size).isEqualTo(1_000_000);
    }

    @Test
    void aPingIsAnsweredWhileNobodyAsksForMessages() throws Exception {
        Sockets ends = Sockets.open(false);
        WebSocket server = WebSocket.over(ends.server());
        WebSocket client = WebSocket.over(ends.client());
        get(client.pingAsync(ByteBuffer.wrap(new byte[] {1, 2})));
        get(server.pingAsync(ByteBuffer.allocate(125)));
        get(server.pongAsync(ByteBuffer.allocate(3)));
        assertThatThrownBy(() -> server.pingAsync(ByteBuffer.allocate(126)))
                .isInstanceOf(IllegalArgumentException.class);
        client.abort();
        assertThat(failureOf(client.pingAsync(ByteBuffer.allocate(0)))).isEqualTo(MessageFailure.CLOSED);
    }

    @Test
    void aMessageThatIsTooLongClosesWith1009() throws Exception {
        Sockets ends = Sockets.open(true);
        WebSocket server = WebSocket.over(
                ends.server(),
                WebSocketOptions.defaults().withLimits(MessageLimits.defaults().withMessageBytes(1000)));
        WebSocket client = WebSocket.over(ends.client());
        client.sendAsync("x".repeat(1001));
        assertThatThrownBy(server::receive).hasMessageStartingWith("MESSAGE_TOO_LARGE");
        assertThat(get(client.ended())).hasToString("1009 MESSAGE_TOO_LARGE").matches(Ending::isClean);
        Ending ending = get(server.ended());
        assertThat(ending.code()).isEqualTo(1009);
        assertThat(ending.failure().failure()).isEqualTo(MessageFailure.MESSAGE_TOO_LARGE);
        assertThat(failureOf(server.sendAsync("too late"))).isEqualTo(MessageFailure.CLOSED);
    }

    @Test
    void aHandlerThatFailsClosesWith1011() throws Exception {
        Sockets ends = Sockets.open(false);
        WebSocket server = WebSocket.over(ends.server());
        WebSocket client = WebSocket.over(ends.client());
        CompletableFuture<Ending> ended = server.forEach((socket, message) -> {
            throw new IOException("no");
        });
        client.send("x");
        assertThat(get(ended).failure()).hasRootCauseMessage("no");
        assertThat(get(client.ended()).code()).isEqualTo(1011);
    }

    @Test
    void aPeerThatIsCutOffLeavesWith1006() throws Exception {
        Sockets ends = Sockets.open(false);
        WebSocket server = WebSocket.over(ends.server());
        WebSocket client = WebSocket.over(ends.client());
        CompletableFuture<Message> asked = server.receiveAsync();
        client.abort();
        assertThat(failureOf(asked)).isEqualTo(MessageFailure.PEER_LEFT);
        assertThat(get(server.ended()).code()).isEqualTo(1006);
        assertThat(get(client.ended()).failure().failure()).isEqualTo(MessageFailure.CANCELLED);
        assertThat(failureOf(server.receiveAsync())).isEqualTo(MessageFailure.PEER_LEFT);
        assertThatThrownBy(() -> server.send("x")).hasMessageStartingWith("CLOSED");
    }

    @Test
    void oneMessageIsAskedForAtATimeAndCancellingLosesNone() throws Exception {
        Sockets ends = Sockets.open(false);
        WebSocket server = WebSocket.over(ends.server());
        WebSocket client = WebSocket.over(ends.client());
        CompletableFuture<Message> asked = server.receiveAsync();
        assertThatThrownBy(server::receiveAsync).isInstanceOf(IllegalStateException.class);
        asked.cancel(false);
        client.send("x");
        assertThatThrownBy(asked::join).isInstanceOf(CancellationException.class);
        assertThat(server.receive().text()).isEqualTo("x");
    }

    @Test
    void anInterruptEndsTheConnection() throws Exception {
        Sockets ends = Sockets.open(false);
        WebSocket server = WebSocket.over(ends.server());
        Thread.currentThread().interrupt();
        assertThatThrownBy(server::receive).hasMessageStartingWith("CANCELLED");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(get(server.ended()).failure().failure()).isEqualTo(MessageFailure.CANCELLED);
    }

    @Test
    void aHundredThousandMessagesInOnePieceKeepTheStackFlat() throws Exception {
        Sockets ends = Sockets.open(false);
        echo(ends);
        WebSocket client = WebSocket.over(ends.client());
        CompletableFuture<Void> all = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < 100_000; i++) {
                    client.send("x");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        for (int i = 0; i < 100_000; i++) {
            assertThat(client.receive().size()).isOne();
        }
        get(all);
    }
}
