package dev.handshake.messages;

import java.util.Objects;
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
    private byte[] input = TAIL;
    private int inputEnd;

    Inflation(boolean keepsWindow) {
        this.keepsWindow = keepsWindow;
    }

    /** Begins to inflate some octets of a message, which nobody may change until all of them are used. */
    void begin(byte[] octets, int from, int count) {
        if (inflater == null) {
            inflater = new Inflater(true);
        }
        input = octets;
        inputEnd = from + count;
        inflater.setInput(octets, from, count);
    }

    /** Goes on until so much is ready; true when all octets are used up. */
    boolean inflate(Assembly into, int most) throws MessageException {
        Inflater codec = Objects.requireNonNull(inflater);
        try {
            while (into.ready() < most) {
                int more = into.isFull() ? overflow(codec) : codec.inflate(into.octets(), into.size(), into.room());
                into.added(more);
                if (codec.finished()) {
                    // A block may say that it is the last one, RFC 7692, 7.2.3.4; behind it a new stream begins.
                    int rest = codec.getRemaining();
                    codec.reset();
                    codec.setInput(input, inputEnd - rest, rest);
                } else if (more == 0) {
                    input = TAIL;
                    return true;
                }
            }
            return false;
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
        begin(TAIL, 0, TAIL.length);
        inflate(into, Integer.MAX_VALUE);
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
