package dev.handshake.tls;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** The way out: makes records, and passes them on below. One thread at a time. */
final class RecordWriter {

    private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final ByteTransport below;
    private final Held records = new Held();

    RecordWriter(SSLEngine engine, ByteTransport below) {
        this.engine = engine;
        this.below = below;
    }

    /** Makes one record, of what the engine itself has to say if it has, and else of {@code src}. */
    SSLEngineResult wrap(ByteBuffer src) throws TlsException {
        int bytes = 0;
        for (; ; ) {
            // The engine wants space for the largest record, however short the next one is.
            bytes = Math.max(engine.getSession().getPacketBufferSize(), 2 * bytes);
            try {
                SSLEngineResult result = engine.wrap(src, records.room(bytes));
                if (result.getStatus() != Status.BUFFER_OVERFLOW) {
                    return result;
                }
            } catch (SSLException | RuntimeException e) {
                throw TlsException.of(e);
            } finally {
                records.filled();
            }
        }
    }

    /** Makes a record of what the engine itself has to say; false if that was nothing. */
    boolean wrapOwn() throws TlsException {
        return wrap(NO_BYTES).bytesProduced() > 0;
    }

    /** Passes on what was made; false if there was no room for all of it, and {@code retry} is kept below. */
    boolean push(Runnable retry) throws IOException {
        while (!records.isEmpty()) {
            if (below.write(records.bytes(), retry) == 0) {
                return false;
            }
        }
        records.release();
        return true;
    }

    /** Tells whether so much is waiting that no more should be made. */
    boolean isFull() {
        return records.count() >= engine.getSession().getPacketBufferSize();
    }
}
