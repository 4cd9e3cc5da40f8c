package dev.handshake.messages;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A message, or a part of one. Immutable, as long as nobody changes the octets that it was made of. What was received
 * belongs to whoever has it. A text is held as UTF-8, so that one that is only passed on is never decoded.
 */
public final class Message {

    private final boolean text;
    private final ByteBuffer data;
    private final boolean first;
    private final boolean last;

    Message(boolean text, ByteBuffer data, boolean first, boolean last) {
        this.text = text;
        this.data = data;
        this.first = first;
        this.last = last;
    }

    /**
     * Makes a text message.
     *
     * @param text any text; an unpaired surrogate, which no UTF-8 can carry, becomes a question mark
     * @return the message
     */
    public static Message text(String text) {
        return new Message(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), true, true);
    }

    /**
     * Makes a binary message.
     *
     * @param data what it holds; not copied, so it must not change until the message is sent
     * @return the message
     */
    public static Message binary(byte... data) {
        return binary(ByteBuffer.wrap(data));
    }

    /**
     * Makes a binary message.
     *
     * @param data what it holds, from position to limit, neither of which is moved; not copied, so it must not change
     *     until the message is sent
     * @return the message
     */
    public static Message binary(ByteBuffer data) {
        return new Message(false, data.slice(), true, true);
    }

    /**
     * Returns the same content as a part of a longer message, to be sent in parts (RFC 6455, 5.4). The parts are sent one
     * after the other, each when the one before has been; all are of the first one's type.
     *
     * @param first whether it begins a message
     * @param last whether it ends one
     * @return the part
     */
    public Message asPart(boolean first, boolean last) {
        return new Message(text, data, first, last);
    }

    /** Returns this part and the one that follows it, as one. */
    Message joined(Message rest) {
        ByteBuffer all = ByteBuffer.allocate(size() + rest.size());
        return new Message(text, all.put(data()).put(rest.data()).flip(), first, rest.last);
    }

    /**
     * Tells whether this is text.
     *
     * @return true for a text message or a part of one, false for a binary one
     */
    public boolean isText() {
        return text;
    }

    /**
     * Returns the text. It is decoded anew each time. A part that was received ends between two characters.
     *
     * @return the text
     * @throws IllegalStateException if the message is binary
     */
    public String text() {
        if (!text) {
            throw new IllegalStateException("this is a binary message");
        }
        return new String(data.array(), data.arrayOffset() + data.position(), size(), StandardCharsets.UTF_8);
    }

    /**
     * Returns the octets of the message, of a text as well.
     *
     * @return a buffer with the content between position and limit; each call returns a new one over the same octets
     */
    public ByteBuffer data() {
        return data.duplicate();
    }

    /**
     * Returns how long it is.
     *
     * @return the number of octets
     */
    public int size() {
        return data.remaining();
    }

    /**
     * Tells whether a message begins with this.
     *
     * @return true for a whole message and for the first of several parts
     */
    public boolean isFirst() {
        return first;
    }

    /**
     * Tells whether a message ends with this.
     *
     * @return true for a whole message and for the last of several parts
     */
    public boolean isLast() {
        return last;
    }

    /** Shows for a person what it is, not what it says. */
    @Override
    public String toString() {
        String part = first ? last ? "" : "first part of a " : last ? "last part of a " : "part of a ";
        return part + (text ? "text" : "binary") + " message, " + size() + " octets";
    }
}
