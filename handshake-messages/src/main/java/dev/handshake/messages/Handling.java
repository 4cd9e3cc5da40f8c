package dev.handshake.messages;

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

    /** Asks for the next message. */
    @Override
    public void run() {
        if (due.getAndIncrement() != 0) {
            return;
        }
        do {
            socket.receiveAsync().whenComplete(this::received);
        } while (due.decrementAndGet() != 0);
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
            connection.handled();
        }
    }
}
