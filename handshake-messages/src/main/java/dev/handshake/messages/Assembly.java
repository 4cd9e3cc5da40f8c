package dev.handshake.messages;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** What is held of the message that is being received. It grows with what has come, not with what was announced. */
final class Assembly {

    private static final byte[] NOTHING = {};

    /** A peer that announces more than this has to send as much before more is allocated. */
    private static final int ON_TRUST_BYTES = 64 * 1024;

    /** Where nothing was announced, room for so much comes first, and twice as much each time it is used up. */
    private static final int FIRST_BYTES = 512;

    private final int mostBytes;
    private final Utf8 utf8 = new Utf8();
    private byte[] octets = NOTHING;
    private int size;
    private boolean text;
    private boolean first;

    Assembly(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    void begin(boolean text) {
        this.text = text;
        first = true;
        utf8.reset();
    }

    int size() {
        return size;
    }

    byte[] octets() {
        return octets;
    }

    /** Fails if so much more is too much. */
    void checkRoom(long more) throws MessageException {
        if (more > mostBytes - size) {
            throw new MessageException(MessageFailure.MESSAGE_TOO_LARGE);
        }
    }

    /**
     * Makes room for some more: twice as much as there was, lest many short frames become as many copies; but not more than
     * was announced, if that is the last of the message and the peer is to be believed.
     */
    void reserve(int more, long announced, boolean last) throws MessageException {
        checkRoom(more);
        int needed = size + more;
        if (needed > octets.length) {
            long larger = octets.length == 0 ? Math.min(announced, ON_TRUST_BYTES) : 2L * octets.length;
            long most = last ? Math.min(size + announced, mostBytes) : mostBytes;
            octets = Arrays.copyOf(octets, (int) Math.max(needed, Math.min(larger, most)));
        }
    }

    /** Tells whether nothing more may come; if not, there is room for at least one octet, since nobody knows how many. */
    boolean isFull() {
        if (size == octets.length && size < mostBytes) {
            int larger = Math.max(FIRST_BYTES, (int) Math.min(2L * size, mostBytes));
            octets = Arrays.copyOf(octets, Math.min(larger, mostBytes));
        }
        return size == mostBytes;
    }

    /** How many octets may be put behind the end. */
    int room() {
        return octets.length - size;
    }

    /** Says that so many were put behind the end. */
    void added(int count) throws MessageException {
        if (text && !utf8.accepts(octets, size, size + count)) {
            throw new MessageException(MessageFailure.BAD_UTF8);
        }
        size += count;
    }

    /** How much can be handed over as a part: a text is cut between characters. */
    int ready() {
        return text ? size - utf8.unfinished() : size;
    }

    /** Hands over all of it. */
    Message end() throws MessageException {
        if (text && utf8.unfinished() > 0) {
            throw new MessageException(MessageFailure.BAD_UTF8);
        }
        return hand(size, true);
    }

    /** Hands over what is ready. */
    Message part() {
        return hand(ready(), false);
    }

    private Message hand(int count, boolean last) {
        Message message = new Message(text, ByteBuffer.wrap(octets, 0, count), first, last);
        octets = count == size ? NOTHING : Arrays.copyOfRange(octets, count, size);
        size -= count;
        first = false;
        return message;
    }

    void drop() {
        octets = NOTHING;
        size = 0;
    }
}
