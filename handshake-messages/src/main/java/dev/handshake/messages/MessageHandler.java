package dev.handshake.messages;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What is done with each message, see {@link WebSocket#forEach}. */
@FunctionalInterface
public interface MessageHandler {

    /**
     * Handles a message. It is called for one message at a time, on whichever thread has read it: a loop's thread, which it
     * must not hold up, or over a transport that blocks a thread of the connection, which it may.
     *
     * @param socket where the message came from
     * @param message the message, which is the handler's own
     * @return when the next message may come: when this is complete; null: at once. If it fails, the connection is closed
     *     with 1011.
     * @throws Exception for the same effect as a stage that fails
     */
    @Nullable
    CompletionStage<?> handle(WebSocket socket, Message message) throws Exception;
}
