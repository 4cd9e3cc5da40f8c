package dev.handshake.messages;

import dev.handshake.Established;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket: messages over a connection whose opening handshake is done. Thread-safe.
 *
 * <p>Each verb comes in two styles. {@link #send}, {@link #receive} and {@link #close()} wait; {@link #sendAsync}, {@link
 * #receiveAsync} and {@link #closeAsync} return at once. Over a transport that does not block, no thread is taken; over one
 * that blocks, the waiting verbs use the caller's, and the others one for each direction as long as there is something to do
 * (sent from within a handler, a message goes out on the handler's thread, which may wait).
 * What is called back, by a handler or a future, is on the thread that reads or writes: there only the async verbs are for
 * use, and {@link #send} in a handler over a transport that blocks; {@link #close()} does not wait there.
 *
 * <p>Nothing is pushed: a message is read when it is asked for, so that a peer that is too fast is slowed down by TCP. Pings
 * are answered, and the peer's close frame is found, while a message is asked for; over a transport that does not block, also
 * while none is, until one is the next in line.
 *
 * <p>It belongs to whoever made it, who closes it. It ends once: {@link #ended()} tells how.
 */
public final class WebSocket implements AutoCloseable {

    private final Connection connection;

    private WebSocket(Established open, WebSocketOptions options) {
        connection = new Connection(open, options);
    }

    /**
     * Makes a WebSocket of an open connection, with the default settings.
     *
     * @param open the connection, which belongs to the WebSocket from now on; what came behind the handshake is read first
     * @return the WebSocket
     * @throws IllegalArgumentException if an extension was agreed on that is not {@code permessage-deflate}
     */
    public static WebSocket over(Established open) {
        return over(open, WebSocketOptions.defaults());
    }

    /**
     * Makes a WebSocket of an open connection.
     *
     * @param open the connection, which belongs to the WebSocket from now on; what came behind the handshake is read first
     * @param options the settings
     * @return the WebSocket
     * @throws IllegalArgumentException if an extension was agreed on that is not {@code permessage-deflate}
     */
    public static WebSocket over(Established open, WebSocketOptions options) {
        WebSocket socket = new WebSocket(open, options);
        socket.connection.begin();
        return socket;
    }

    /**
     * Sends a text message, and waits until the transport has taken it.
     *
     * @param text the text
     * @throws MessageException if the connection is closing, or has ended
     * @throws IOException for no other reason
     * @throws IllegalStateException if this thread must not wait
     */
    public void send(String text) throws IOException {
        send(Message.text(text));
    }

    /**
     * Sends a message or a part of one, and waits until the transport has taken it. Messages of several threads are sent one
     * after the other, whole; see {@link Message#asPart} for parts.
     *
     * @param message what to send
     * @throws MessageException if the connection is closing, or has ended
     * @throws IOException for no other reason
     * @throws IllegalStateException if this thread must not wait; or for a part, if the one before it was not sent
     */
    public void send(Message message) throws IOException {
        checkWaiting(connection.outbound.isRunning());
        Sending sending = connection.outbound.add(message, true);
        connection.outbound.runFor(sending);
        await(sending);
    }

    /**
     * Sends a text message.
     *
     * @param text the text
     * @return see {@link #sendAsync(Message)}
     */
    public CompletableFuture<Void> sendAsync(String text) {
        return sendAsync(Message.text(text));
    }

    /**
     * Sends a message or a part of one. Messages are sent in the order in which they were given, one at a time; those that
     * wait for a slow peer are limited by {@link MessageLimits#queuedBytes()}.
     *
     * @param message what to send; what it is made of must not change until it is sent
     * @return complete when the transport has taken it; or a {@link MessageException}: {@link MessageFailure#QUEUE_FULL},
     *     then nothing else is affected, or {@link MessageFailure#CLOSED}. Cancelling it has no effect on the message.
     * @throws IllegalStateException for a part, if the one before it was not sent
     */
    public CompletableFuture<Void> sendAsync(Message message) {
        Sending sending = connection.outbound.add(message, false);
        if (connection.inbound.isRunning()) {
            connection.outbound.runFor(sending);
        } else {
            connection.outbound.run();
        }
        return sending;
    }

    /**
     * Waits for the next message.
     *
     * @return the message; null if the peer has closed, and no more will come
     * @throws MessageException if the connection has failed
     * @throws IOException for no other reason
     * @throws IllegalStateException if this thread must not wait, or a message was asked for already
     */
    public @Nullable Message receive() throws IOException {
        return receive(false);
    }

    /**
     * Waits for the next part of a message, whatever has come of it: so a message of any length can be read. What belongs
     * together is told by {@link Message#isFirst()} and {@link Message#isLast()}. {@link #receive()} in the middle of a
     * message waits for all the rest of it.
     *
     * @return the part, a text between two characters; null if the peer has closed, and no more will come
     * @throws MessageException if the connection has failed
     * @throws IOException for no other reason
     * @throws IllegalStateException if this thread must not wait, or a message was asked for already
     */
    public @Nullable Message receivePart() throws IOException {
        return receive(true);
    }

    private @Nullable Message receive(boolean part) throws IOException {
        checkWaiting(isMoving());
        CompletableFuture<@Nullable Message> asked = connection.inbound.ask(part);
        connection.inbound.runFor(asked);
        return await(asked);
    }

    /**
     * Asks for the next message.
     *
     * @return the message; null if the peer has closed, and no more will come; or a {@link MessageException}. Cancelling it
     *     takes back the question, and loses nothing.
     * @throws IllegalStateException if a message was asked for already
     */
    public CompletableFuture<@Nullable Message> receiveAsync() {
        return receiveAsync(false);
    }

    /**
     * Asks for the next part of a message, see {@link #receivePart()}.
     *
     * @return as {@link #receiveAsync()} does
     * @throws IllegalStateException if a message was asked for already
     */
    public CompletableFuture<@Nullable Message> receivePartAsync() {
        return receiveAsync(true);
    }

    private CompletableFuture<@Nullable Message> receiveAsync(boolean part) {
        CompletableFuture<@Nullable Message> asked = connection.inbound.ask(part);
        connection.inbound.run();
        return asked;
    }

    /**
     * Handles all messages, one after the other: each is asked for when the handler is done with the one before it.
     *
     * @param handler what to do with a message
     * @return {@link #ended()}
     * @throws IllegalStateException if a message was asked for already
     */
    public CompletableFuture<Ending> forEach(MessageHandler handler) {
        new Handling(this, connection, handler).begin();
        return ended();
    }

    /**
     * Sends a ping.
     *
     * @param payload at most 125 octets
     * @return complete when its pong has come, or that of a later ping; or a {@link MessageException}
     * @throws IllegalArgumentException if the payload is longer
     */
    public CompletableFuture<Void> pingAsync(ByteBuffer payload) {
        MessageEncoder.checkControl(payload);
        return connection.ping(Buffers.copy(payload.duplicate()));
    }

    /**
     * Sends a pong that nobody asked for, as a sign of life (RFC 6455, 5.5.3). Pings are answered without it.
     *
     * @param payload at most 125 octets
     * @return complete when the transport has taken it; or a {@link MessageException}
     * @throws IllegalArgumentException if the payload is longer
     */
    public CompletableFuture<Void> pongAsync(ByteBuffer payload) {
        MessageEncoder.checkControl(payload);
        Sending sending = connection.outbound.add(Sending.pong(Buffers.copy(payload.duplicate())));
        connection.outbound.run();
        return sending;
    }

    /**
     * Closes with 1000, behind all messages that were sent before, and waits for the end, at most for the close timeout. On a
     * thread that must not wait, it does not. Idempotent.
     *
     * @throws IOException for no reason but an interrupt
     */
    @Override
    public void close() throws IOException {
        if (connection.transport().mayBlock() && !isMoving()) {
            close(CloseStatus.NORMAL, "");
        } else {
            closeAsync(CloseStatus.NORMAL, "");
        }
    }

    /**
     * Closes, behind all messages that were sent before, and waits for the end, at most for the close timeout.
     *
     * @param code why, see {@link CloseStatus}
     * @param reason the same in words, at most 123 octets as UTF-8; perhaps empty
     * @return how it ended; nothing is thrown if that was not as it should be
     * @throws IOException for no reason but an interrupt
     * @throws IllegalArgumentException if such a close frame must not be sent
     * @throws IllegalStateException if this thread must not wait
     */
    public Ending close(int code, String reason) throws IOException {
        checkWaiting(isMoving());
        connection.close(new CloseStatus(code, reason));
        connection.outbound.runFor(connection.ended);
        connection.inbound.runFor(connection.ended);
        return await(connection.ended);
    }

    /**
     * Closes, behind all messages that were sent before. What the peer has still to say can be received until it closes, too.
     *
     * @param code why, see {@link CloseStatus}
     * @param reason the same in words, at most 123 octets as UTF-8; perhaps empty
     * @return {@link #ended()}, which comes at the latest when the close timeout has passed
     * @throws IllegalArgumentException if such a close frame must not be sent
     */
    public CompletableFuture<Ending> closeAsync(int code, String reason) {
        connection.close(new CloseStatus(code, reason));
        connection.outbound.run();
        return ended();
    }

    /** Ends the connection at once, without a close frame. Idempotent. */
    public void abort() {
        connection.cut(MessageFailure.CANCELLED, null);
    }

    /**
     * Tells when and how the connection has ended.
     *
     * @return complete once, never exceptionally; completing it has no effect
     */
    public CompletableFuture<Ending> ended() {
        return connection.ended.copy();
    }

    /** Tells whether the calling thread moves octets of this connection, and was called back meanwhile. */
    private boolean isMoving() {
        return connection.inbound.isRunning() || connection.outbound.isRunning();
    }

    private void checkWaiting(boolean isNeeded) {
        if (isNeeded || !connection.transport().mayBlock()) {
            throw new IllegalStateException("this thread must not wait, because the connection needs it to go on;"
                    + " call the async form of this method here");
        }
    }

    private <T> T await(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            connection.cut(MessageFailure.CANCELLED, e);
            Thread.currentThread().interrupt();
            throw new MessageException(MessageFailure.CANCELLED, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MessageException failure) {
                throw new MessageException(failure.failure(), failure);
            }
            throw new IllegalStateException("a message is sent and received, or it fails by a rule", e);
        }
    }
}
