package dev.handshake.messages;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Something that is to be sent, and who waits for it. */
final class Sending extends CompletableFuture<Void> {

    /** What it takes to remember a message, beside its octets. */
    private static final int OVERHEAD_BYTES = 64;

    private final int opcode;
    final @Nullable Message message;
    private final @Nullable ByteBuffer payload;
    private final @Nullable CloseStatus status;

    private Sending(int opcode, @Nullable Message message, @Nullable ByteBuffer payload, @Nullable CloseStatus status) {
        this.opcode = opcode;
        this.message = message;
        this.payload = payload;
        this.status = status;
    }

    static Sending of(Message message) {
        return new Sending(Opcode.CONTINUATION, message, null, null);
    }

    static Sending ping(ByteBuffer payload) {
        return new Sending(Opcode.PING, null, payload, null);
    }

    static Sending pong(ByteBuffer payload) {
        return new Sending(Opcode.PONG, null, payload, null);
    }

    static Sending close(CloseStatus status) {
        return new Sending(Opcode.CLOSE, null, null, status);
    }

    boolean isClose() {
        return status != null;
    }

    long cost() {
        return message == null ? 0 : OVERHEAD_BYTES + message.size();
    }

    void begin(MessageEncoder encoder) {
        if (message != null) {
            encoder.message(message);
        } else if (status != null) {
            encoder.close(status);
        } else if (opcode == Opcode.PING) {
            encoder.ping(Objects.requireNonNull(payload));
        } else {
            encoder.pong(Objects.requireNonNull(payload));
        }
    }
}
