package dev.handshake.messages;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.function.IntSupplier;

/**
 * The keys that a client masks its frames with. They can't be foreseen by whoever wrote the message (RFC 6455, 5.3 and
 * 10.3), and come from the secure source in batches, since each call of it is dear. Thread-safe.
 */
final class MaskKeys implements IntSupplier {

    static final MaskKeys SHARED = new MaskKeys();

    private static final int BATCH_BYTES = 2048;

    private final SecureRandom random = new SecureRandom();
    private final byte[] octets = new byte[BATCH_BYTES];
    private final ByteBuffer batch = ByteBuffer.wrap(octets).limit(0);

    @Override
    public synchronized int getAsInt() {
        if (!batch.hasRemaining()) {
            random.nextBytes(octets);
            batch.clear();
        }
        return batch.getInt();
    }
}
