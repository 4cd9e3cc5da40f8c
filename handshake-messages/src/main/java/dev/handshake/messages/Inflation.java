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

    /**
     * What the sender left out at the end of the message; then two empty blocks of different kinds, which are nothing at all
     * for whoever has come to the end of a block, and something wrong within one.
     */
    private static final byte[] TAIL = {0, 0, -1, -1, 2, 0, 0, 0, -1, -1};

    private static final byte[] NOTHING = {};

    private final boolean keepsWindow;
    private @Nullable Inflater inflater;
    private History history = new History();
    private byte[] input = NOTHING;
    private int inputEnd;

    /** Whether anything of the message has come. */
    private boolean begun;

    /** For octets of which there must be none. */
    private final byte[] beyond = new byte[1];

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
        begun |= count > 0;
        inflater.setInput(octets, from, count);
    }

    /** Goes on until so much is ready; true when all octets are used up. */
    boolean inflate(Assembly into, int most) throws MessageException {
        Inflater codec = Objects.requireNonNull(inflater);
        try {
            while (into.ready() < most) {
                int more = into.isFull() ? overflow(codec) : codec.inflate(into.octets(), into.size(), into.room());
                history.add(into.octets(), into.size(), more);
                into.added(more);
                if (codec.finished()) {
                    goOn(codec);
                } else if (more == 0) {
                    input = NOTHING;
                    return true;
                }
            }
            return false;
        } catch (DataFormatException e) {
            throw new MessageException(MessageFailure.BAD_COMPRESSION, e);
        }
    }

    /** A block may say that it is the last one, RFC 7692, 7.2.3.4. The codec is at its end then, but the window is not. */
    private void goOn(Inflater codec) {
        int rest = codec.getRemaining();
        codec.reset();
        history.giveTo(codec);
        codec.setInput(input, inputEnd - rest, rest);
    }

    /** Nothing more may come out, but what the codec has taken in is used up only when it was asked for more. */
    private int overflow(Inflater codec) throws DataFormatException, MessageException {
        if (codec.inflate(beyond) > 0) {
            throw new MessageException(MessageFailure.MESSAGE_TOO_LARGE);
        }
        return 0;
    }

    /** Ends the message, which must not be within a block. Of no octets at all comes an empty one. */
    void end() throws MessageException {
        if (begun) {
            checkEnd(Objects.requireNonNull(inflater));
        }
        begun = false;
        if (!keepsWindow) {
            close();
        }
    }

    private void checkEnd(Inflater codec) throws MessageException {
        try {
            codec.setInput(TAIL);
            boolean within = codec.inflate(beyond) > 0 || codec.finished() || !codec.needsInput();
            codec.setInput(NOTHING);
            if (within) {
                throw new MessageException(MessageFailure.BAD_COMPRESSION);
            }
        } catch (DataFormatException e) {
            throw new MessageException(MessageFailure.BAD_COMPRESSION, e);
        }
    }

    @Override
    public void close() {
        if (inflater != null) {
            inflater.end();
            inflater = null;
            history = new History();
        }
    }
}
