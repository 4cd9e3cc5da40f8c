package dev.handshake.tls;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** The way in: records from below, and what is in them. One thread at a time. */
final class RecordReader {

    /** Enough for most records of a handshake, and little enough for a thread to hold while it waits. */
    private static final int FIRST_BYTES = 2048;

    private static final int HEADER_BYTES = 5;
    private static final int LENGTH_OFFSET = 3;
    private static final int FIRST_TYPE = 20;
    private static final int LAST_TYPE = 23;

    private final SSLEngine engine;
    private final ByteTransport below;

    private final Held records = new Held();
    private final Held content = new Held();
    private boolean tlsSeen;

    RecordReader(SSLEngine engine, ByteTransport below) {
        this.engine = engine;
        this.below = below;
    }

    /** Moves content that was decrypted before; 0 if there is none. */
    int deliver(ByteBuffer dst) {
        ByteBuffer bytes = content.bytes();
        int count = Math.min(dst.remaining(), bytes.remaining());
        dst.put(bytes.slice(bytes.position(), count));
        bytes.position(bytes.position() + count);
        content.release();
        return count;
    }

    /**
     * Gives one record to the engine. Its content goes to {@code dst} if it fits, and is else kept for {@link #deliver}.
     * The status is BUFFER_UNDERFLOW if there is no whole record; then {@link #fill} helps.
     */
    SSLEngineResult unwrap(ByteBuffer dst) throws TlsException {
        int recordBytes = recordBytes();
        // The first record is the engine's to judge, since it may be none.
        if (tlsSeen && records.count() < recordBytes) {
            return new SSLEngineResult(Status.BUFFER_UNDERFLOW, engine.getHandshakeStatus(), 0, 0);
        }
        SSLEngineResult result = unwrapTo(dst);
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            try {
                // The content is never longer than the record.
                result = unwrapTo(content.room(recordBytes));
            } finally {
                content.filled();
            }
        }
        tlsSeen |= result.bytesConsumed() > 0;
        records.release();
        return result;
    }

    /** How long the record is; or more than there is if even that can't be told. */
    private int recordBytes() {
        ByteBuffer bytes = records.bytes();
        return bytes.remaining() < HEADER_BYTES
                ? HEADER_BYTES
                : HEADER_BYTES + Short.toUnsignedInt(bytes.getShort(bytes.position() + LENGTH_OFFSET));
    }

    private SSLEngineResult unwrapTo(ByteBuffer dst) throws TlsException {
        boolean plain = startsPlain();
        try {
            return engine.unwrap(records.bytes(), dst);
        } catch (SSLException | RuntimeException e) {
            throw plain
                    ? new TlsException(TlsFailure.NOT_TLS, "its first byte is no record type", e)
                    : TlsException.of(e);
        }
    }

    /** Reads from below; as {@link ByteTransport#read}, but an end without close_notify is a failure. */
    boolean fill(Runnable retry) throws IOException {
        int largest = engine.getSession().getPacketBufferSize();
        int space = records.isEmpty() ? FIRST_BYTES : largest - records.count();
        if (space <= 0) {
            throw new TlsException(TlsFailure.PROTOCOL, "a record is longer than " + largest + " bytes", null);
        }
        int count;
        try {
            count = below.read(records.room(space), retry);
        } finally {
            records.filled();
        }
        if (count < 0) {
            throw startsPlain()
                    ? new TlsException(TlsFailure.NOT_TLS, "its first byte is no record type", null)
                    : new TlsException(
                            TlsFailure.TRUNCATED,
                            tlsSeen ? "in the midst of TLS" : "before any TLS was seen: is TLS spoken there?",
                            null);
        }
        return count > 0;
    }

    /** Tells whether the very first byte can't be that of a record (RFC 8446, section 5.1). */
    private boolean startsPlain() {
        if (tlsSeen || records.isEmpty()) {
            return false;
        }
        int type = records.bytes().get(records.bytes().position());
        return type < FIRST_TYPE || type > LAST_TYPE;
    }
}
