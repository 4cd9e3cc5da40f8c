package dev.handshake;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Collects the body of a refusal as it is framed (RFC 9112, 6 and 7.1), up to a limit. It is there to be shown to a
 * person, so what is malformed just ends it.
 */
final class RefusalBody {

    private static final byte[] CHUNKED = Grammar.ascii("chunked");
    private static final int UNTIL_END = -1;
    private static final int LONGEST_SIZE_LINE = 256;

    /** Chunk sizes, extensions and line ends together may take so much, however small the chunks are. */
    private static final int MOST_FRAMING_BYTES = 16 * 1024;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final boolean chunked;
    private int limit;
    /** Octets of the body, or of the chunk, that are still to come; or {@link #UNTIL_END}. */
    private long remaining;

    private boolean inSizeLine;
    private int framing;
    private final StringBuilder sizeLine = new StringBuilder();
    private boolean done;

    RefusalBody(Head head, int limit) {
        this.limit = limit;
        this.chunked = head.has(Field.TRANSFER_ENCODING) && head.hasMember(Field.TRANSFER_ENCODING, CHUNKED);
        this.inSizeLine = chunked;
        this.remaining = chunked ? 0 : length(head);
        this.done = limit == 0 || !chunked && remaining == 0;
    }

    private static long length(Head head) {
        if (head.status == 204 || head.status == 304) {
            return 0;
        }
        if (head.has(Field.TRANSFER_ENCODING) || !head.has(Field.CONTENT_LENGTH)) {
            return UNTIL_END;
        }
        int length = head.only(Field.CONTENT_LENGTH);
        String digits = length < 0 ? "" : head.value(length);
        boolean valid =
                !digits.isEmpty() && digits.length() <= 18 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return valid ? Long.parseLong(digits) : 0;
    }

    /** Takes octets. Returns true when no more are wanted. */
    boolean take(ByteBuffer octets) {
        while (!done && octets.hasRemaining()) {
            if (inSizeLine) {
                sizeLine(octets.get());
            } else {
                content(octets);
            }
        }
        return done;
    }

    private void content(ByteBuffer octets) {
        int count = Math.min(octets.remaining(), limit);
        if (remaining != UNTIL_END) {
            count = (int) Math.min(count, remaining);
            remaining -= count;
        }
        for (int i = 0; i < count; i++) {
            body.write(octets.get());
        }
        limit -= count;
        if (chunked && remaining == 0) {
            inSizeLine = true;
        }
        done = limit == 0 || !chunked && remaining == 0;
    }

    /** The line with a chunk's size; the line end behind a chunk's data looks like an empty one. */
    private void sizeLine(byte octet) {
        if (++framing > MOST_FRAMING_BYTES) {
            done = true;
            return;
        }
        if (octet != '\n') {
            sizeLine.append((char) (octet & 0xff));
            done = sizeLine.length() > LONGEST_SIZE_LINE;
            return;
        }
        String size = sizeLine.toString().split(";", 2)[0].strip();
        sizeLine.setLength(0);
        if (size.isEmpty()) {
            return;
        }
        byte[] digits = Grammar.ascii(size);
        boolean valid = digits.length <= 8 && Grammar.all(Grammar.HEX, digits, 0, digits.length);
        remaining = valid ? Long.parseLong(size, 16) : 0;
        inSizeLine = false;
        done = remaining == 0;
    }

    byte[] octets() {
        return body.toByteArray();
    }
}
