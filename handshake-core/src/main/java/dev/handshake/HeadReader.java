package dev.handshake;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Receives the octets of a head and finds its end. Each octet is looked at once, however it arrives, and what is found
 * depends on the octets alone, never on how they were cut: a limit or a bad line end counts where it lies in the stream.
 */
final class HeadReader {

    private static final int FIRST_BYTES = 1024;
    /** The first octet of a TLS record that holds a handshake message, RFC 8446, 5.1. */
    private static final byte TLS_HANDSHAKE = 0x16;

    private static final byte[] NO_BYTES = new byte[0];
    private static final byte[] HTTP = Grammar.ascii("HTTP/");

    private final int mostBytes;
    private final int mostHeaders;
    private final Role role;
    private final boolean bareLineFeeds;

    private byte[] bytes;
    private ByteBuffer input;

    private int from;
    private int scanned;
    private int lineFrom;
    private int lines;
    private int end;
    private boolean brokenOff;
    private @Nullable String problem;

    HeadReader(Role role, Limits limits, boolean bareLineFeeds) {
        this(role, limits.headBytes(), limits.headers(), bareLineFeeds, NO_BYTES);
    }

    private HeadReader(Role role, int mostBytes, int mostHeaders, boolean bareLineFeeds, byte[] bytes) {
        this.role = role;
        this.mostBytes = mostBytes;
        this.mostHeaders = mostHeaders;
        this.bareLineFeeds = bareLineFeeds;
        this.bytes = bytes;
        this.input =
                bytes.length == 0 ? Handshake.NOTHING : ByteBuffer.wrap(bytes).position(bytes.length);
    }

    /** Makes a reader that has received the head of a response which we rendered ourselves; no limit holds for it. */
    static HeadReader ofOwn(byte[] octets) {
        HeadReader reader = new HeadReader(Role.CLIENT, Integer.MAX_VALUE, Integer.MAX_VALUE, false, octets);
        reader.scan();
        return reader;
    }

    /** Returns where more octets belong. There is always room for at least one while the head is incomplete. */
    ByteBuffer input() {
        if (!input.hasRemaining()) {
            grow(Math.min(most(), Math.max(FIRST_BYTES, 2 * bytes.length)));
        }
        return input;
    }

    /** Takes over octets that were received elsewhere, at most {@link #room()} of them, and no more space than they need. */
    void take(ByteBuffer received) {
        int needed = input.position() + received.remaining();
        if (needed > bytes.length) {
            grow(Math.min(most(), Math.max(needed, 2 * bytes.length)));
        }
        input.put(received);
    }

    /** Returns how many octets there may still be room for. */
    int room() {
        return most() - input.position();
    }

    private int most() {
        return mostBytes + 2;
    }

    private void grow(int size) {
        bytes = Arrays.copyOf(bytes, size);
        input = ByteBuffer.wrap(bytes).position(input.position());
    }

    /** Lets go of the octets, which somebody else has now. What has been received is gone. */
    void renounce() {
        bytes = NO_BYTES;
        input = Handshake.NOTHING;
    }

    /** Looks at what has arrived since. Returns null if the head goes on or has ended, else the limit or rule broken. */
    @Nullable
    HandshakeFailure scan() {
        HandshakeFailure foreign = scanned < HTTP.length ? foreign() : null;
        if (foreign != null) {
            return foreign;
        }
        int to = within();
        while (scanned < to) {
            int at = Grammar.lineFeed(bytes, scanned, to);
            scanned = Math.min(at + 1, to);
            if (at < to) {
                HandshakeFailure failure = endOfLine(at);
                brokenOff = failure != null;
                if (brokenOff || end > 0) {
                    return failure;
                }
                to = within();
            }
        }
        return scanned - from >= mostBytes ? HandshakeFailure.HEAD_TOO_LARGE : null;
    }

    /** Returns the end of what has been received and lies within the limit. */
    private int within() {
        return (int) Math.min(input.position(), (long) from + mostBytes);
    }

    /** What can't become a head is told by its first octets: nobody should wait for the end of something else. */
    private @Nullable HandshakeFailure foreign() {
        int received = input.position();
        if (received == 0) {
            return null;
        }
        if (role == Role.SERVER) {
            return bytes[0] == TLS_HANDSHAKE ? HandshakeFailure.NOT_HTTP : null;
        }
        for (int i = 0; i < Math.min(received, HTTP.length); i++) {
            if (bytes[i] != HTTP[i]) {
                return HandshakeFailure.NOT_HTTP;
            }
        }
        return null;
    }

    private @Nullable HandshakeFailure endOfLine(int at) {
        int lineTo = at > lineFrom && bytes[at - 1] == '\r' ? at - 1 : at;
        if (lineTo == at && !bareLineFeeds) {
            problem = "a line ends with a bare LF";
            return HandshakeFailure.BAD_SYNTAX;
        }
        boolean empty = lineTo == lineFrom;
        lineFrom = at + 1;
        if (!empty) {
            return ++lines - 1 > mostHeaders ? HandshakeFailure.TOO_MANY_HEADERS : null;
        }
        if (lines == 0 && from == 0 && role == Role.SERVER) {
            // One empty line in front of a request is tolerated, RFC 9112, 2.2.
            from = at + 1;
            return null;
        }
        end = at + 1;
        return null;
    }

    boolean complete() {
        return end > 0;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Returns the index of the head's first octet. */
    int from() {
        return from;
    }

    /** Returns the index behind the head's last octet. */
    int end() {
        return end;
    }

    int lines() {
        return lines;
    }

    /** Tells whether octets have arrived behind the head. */
    boolean hasRest() {
        return complete() && input.position() > end;
    }

    /** Returns the octets that have arrived behind the head. They are a view: they change with the next head. */
    ByteBuffer rest() {
        return ByteBuffer.wrap(bytes, end, input.position() - end).slice();
    }

    /** Gives all that has been received to a body, and makes room for more. */
    boolean drainTo(RefusalBody body) {
        ByteBuffer received = ByteBuffer.wrap(bytes, 0, input.position());
        input.clear();
        return body.take(received);
    }

    /** Returns what has been received of the head. What is behind the line that broke a rule may be another's secrets. */
    String received() {
        int to = brokenOff ? scanned : input.position();
        return Grammar.text(bytes, from, complete() ? end : to);
    }

    /** Shows what was received first, for a person. */
    String shownStart() {
        return "'" + Text.shown(Grammar.text(bytes, 0, Math.min(input.position(), HTTP.length))) + "'";
    }

    /** What {@link #scan()} found wrong with the syntax, and where. */
    @Nullable
    String problem() {
        return problem;
    }

    int problemAt() {
        return scanned - 1;
    }

    /** Starts over with the octets behind this head as the first of the next one. */
    void next() {
        int rest = input.position() - end;
        System.arraycopy(bytes, end, bytes, 0, rest);
        input.clear().position(rest);
        from = scanned = lineFrom = lines = end = 0;
        brokenOff = false;
        problem = null;
    }

    /** Starts over with nothing received. */
    void reset() {
        end = input.position();
        next();
    }
}
