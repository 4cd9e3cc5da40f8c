package dev.handshake.messages;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Gives each message to a handler, and asks for the next when that is done; a loop, however many come in one piece. */
final class Handling implements Runnable {

    private final WebSocket socket;
    private final Connection connection;
    private final MessageHandler handler;
    private final AtomicInteger due = new AtomicInteger();

    Handling(WebSocket socket, Connection connection, MessageHandler handler) {
        this.socket = socket;
        this.connection = connection;
        this.handler = handler;
    }

    /** Asks for the first message, which nobody else may do. */
    void begin() {
        CompletableFuture<@Nullable Message> first = socket.receiveAsync();
        due.set(1);
        loop(first);
    }

    /** Asks for the next message. */
    @Override
    public void run() {
        if (due.getAndIncrement() == 0) {
            loop(ask());
        }
    }

    private void loop(@Nullable CompletableFuture<@Nullable Message> first) {
        CompletableFuture<@Nullable Message> asked = first;
        while (asked != null) {
            asked.whenComplete(this::received);
            asked = due.decrementAndGet() == 0 ? null : ask();
        }
    }

    /** Null if the handler has asked by itself and not waited: there would be nobody to ask again. */
    private @Nullable CompletableFuture<@Nullable Message> ask() {
        try {
            return socket.receiveAsync();
        } catch (IllegalStateException e) {
            failed(e);
            return null;
        }
    }

    private void received(@Nullable Message message, @Nullable Throwable failure) {
        if (message == null) {
            // It is over; ended() tells how.
            return;
        }
        try {
            CompletionStage<?> done = handler.handle(socket, message);
            if (done == null) {
                run();
            } else {
                done.whenComplete(this::handled);
            }
        } catch (Throwable e) {
            failed(e);
        }
    }

    private void handled(@Nullable Object nothing, @Nullable Throwable failure) {
        if (failure == null) {
            run();
        } else {
            failed(failure);
        }
    }

    private void failed(Throwable e) {
        // What is handled while the connection closes may find that nothing can be sent any more.
        if (!connection.isClosing()) {
            connection.fail(new MessageException(MessageFailure.HANDLER_FAILED, e));
        }
        connection.handled();
    }
}
