package dev.handshake.messages;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Inflates messages, RFC 7692, 7.2.2. The memory of the codec, which no garbage collector sees, is there from the first
 * compressed message until {@link #close()}; or for one message at a time, if the next must not refer to it.
 */
final class Inflation implements AutoCloseable {

    /** What the sender left out at the end of the message. */
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private final boolean keepsWindow;
    private @Nullable Inflater inflater;

    Inflation(boolean keepsWindow) {
        this.keepsWindow = keepsWindow;
    }

    /** Inflates some octets of a message, all of which it takes. */
    void inflate(byte[] octets, int from, int count, Assembly into) throws MessageException {
        Inflater codec = inflater;
        if (codec == null) {
            codec = new Inflater(true);
            inflater = codec;
        }
        try {
            codec.setInput(octets, from, count);
            while (true) {
                int more = into.isFull() ? overflow(codec) : codec.inflate(into.octets(), into.size(), into.room());
                into.added(more);
                if (codec.finished()) {
                    // A block may say that it is the last one, RFC 7692, 7.2.3.5; behind it a new stream begins.
                    int rest = codec.getRemaining();
                    codec.reset();
                    codec.setInput(octets, from + count - rest, rest);
                } else if (more == 0) {
                    return;
                }
            }
        } catch (DataFormatException e) {
            throw new MessageException(MessageFailure.BAD_COMPRESSION, e);
        }
    }

    /** Nothing more may come out, but what the codec has taken in is used up only when it was asked for more. */
    private static int overflow(Inflater codec) throws DataFormatException, MessageException {
        if (codec.inflate(new byte[1]) > 0) {
            throw new MessageException(MessageFailure.MESSAGE_TOO_LARGE);
        }
        return 0;
    }

    void end(Assembly into) throws MessageException {
        inflate(TAIL, 0, TAIL.length, into);
        if (!keepsWindow) {
            close();
        }
    }

    @Override
    public void close() {
        if (inflater != null) {
            inflater.end();
            inflater = null;
        }
    }
}
