package dev.handshake;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Receives the octets of a head, finds its lines and its end, and has each line taken apart when its end arrives. Each octet
 * is looked at once, however it arrives, and what is found depends on the octets alone, never on how they were cut: a limit
 * or a bad line end counts where it lies in the stream.
 */
final class HeadReader {

    /** Room for the request of a browser with some cookies. */
    private static final int FIRST_REQUEST_BYTES = 544;
    /** Room for a 101, which seldom says much. */
    private static final int FIRST_RESPONSE_BYTES = 192;
    /** The first octet of a TLS record that holds a handshake message, RFC 8446, 5.1. */
    private static final byte TLS_HANDSHAKE = 0x16;

    private static final byte[] HTTP = Grammar.ascii("HTTP/");
    private static final int NONE = -1;

    private final int mostBytes;
    private final int mostHeaders;
    private final boolean ofRequests;
    /** The bits of those that hold. A byte, as a reader is held by each connection that has sent nothing yet. */
    private final byte relaxations;

    private Head head = Head.NONE;
    private boolean given;
    private boolean brokenOff;
    private byte[] bytes = Head.NO_BYTES;

    /** How many octets have been received, unless there is an {@link #input}, whose position tells it. */
    private int received;
    /** Null until someone asks for it: what is {@linkplain #take taken} needs none, and most of all while it is waited for. */
    private @Nullable ByteBuffer input;

    private int scanned;
    private int lineFrom;
    private int lines;
    /** The first octet of this line that no field value can hold, or {@link #NONE}. */
    private int odd = NONE;

    /** A reader of requests that lets pass what the bits of {@code relaxations} say. */
    HeadReader(Limits limits, int relaxations) {
        this(Role.SERVER, limits.headBytes(), limits.headers(), relaxations);
    }

    /** A reader of responses, in which a user agent must join folded lines (RFC 9112, 5.2). */
    HeadReader(Limits limits) {
        this(Role.CLIENT, limits.headBytes(), limits.headers(), Relaxation.OBS_FOLD.bit());
    }

    private HeadReader(Role role, int mostBytes, int mostHeaders, int relaxations) {
        this.ofRequests = role == Role.SERVER;
        this.mostBytes = mostBytes;
        this.mostHeaders = mostHeaders;
        this.relaxations = (byte) relaxations;
    }

    /** Takes apart a head which we rendered ourselves, for whoever reads it in this role; no limit holds for it. */
    static Head ofOwn(Role role, byte[] octets) {
        HeadReader reader = new HeadReader(role, Integer.MAX_VALUE, Integer.MAX_VALUE, 0);
        reader.receive(octets, octets.length);
        reader.scan();
        return reader.head;
    }

    /** Returns the head that is being read, or has been. */
    Head head() {
        return head;
    }

    /** Returns the head, which nobody writes over any more, with its own octets and few others. */
    Head give() {
        if (!given) {
            given = true;
            head.trim();
        }
        return head;
    }

    /** Returns where more octets belong. There is always room for at least one while the head is incomplete. */
    ByteBuffer input() {
        if (input != null ? !input.hasRemaining() : received == bytes.length) {
            int first = ofRequests ? FIRST_REQUEST_BYTES : FIRST_RESPONSE_BYTES;
            grow(Math.min(most(), Math.max(first, 2 * bytes.length)));
        }
        if (input == null) {
            input = ByteBuffer.wrap(bytes).position(received);
        }
        return input;
    }

    /** Takes over octets that were received elsewhere, at most {@link #room()} of them, and no more space than they need. */
    void take(ByteBuffer more) {
        int before = octets();
        int needed = before + more.remaining();
        if (needed > bytes.length) {
            grow(Math.min(most(), Math.max(needed, 2 * bytes.length)));
        }
        more.get(bytes, before, needed - before);
        received(needed);
    }

    /** Returns how many octets there may still be room for. */
    int room() {
        return most() - octets();
    }

    private int most() {
        return mostBytes + 2;
    }

    private void grow(int size) {
        receive(Arrays.copyOf(bytes, size), octets());
    }

    /** Goes on in other octets, of which so many have been received. */
    private void receive(byte[] octets, int received) {
        bytes = octets;
        this.received = received;
        input = null;
        if (octets.length > 0) {
            head = head == Head.NONE ? new Head() : head;
            head.bytes = octets;
        }
    }

    /** Returns how many octets have been received. */
    private int octets() {
        return input != null ? input.position() : received;
    }

    private void received(int octets) {
        received = octets;
        if (input != null) {
            input.clear().position(octets);
        }
    }

    /** Looks at what has arrived since. Returns null if the head goes on or has ended, else the limit or rule broken. */
    @Nullable
    HandshakeFailure scan() {
        int to = within();
        if (scanned == to) {
            return null;
        }
        HandshakeFailure foreign = scanned < HTTP.length ? foreign() : null;
        if (foreign != null) {
            return foreign;
        }
        while (scanned < to) {
            int at = Grammar.skipValue(bytes, scanned, to);
            if (at < to && bytes[at] == '\r' && at + 1 < to && bytes[at + 1] == '\n') {
                at++;
            }
            scanned = Math.min(at + 1, to);
            if (at < to && bytes[at] == '\n') {
                HandshakeFailure failure = endOfLine(at);
                brokenOff = failure != null;
                if (brokenOff || complete()) {
                    return failure;
                }
                to = within();
            } else if (at < to && odd == NONE) {
                odd = at;
            }
        }
        return scanned - head.from >= mostBytes ? HandshakeFailure.HEAD_TOO_LARGE : null;
    }

    /** Returns the end of what has been received and lies within the limit. */
    private int within() {
        return (int) Math.min(octets(), (long) head.from + mostBytes);
    }

    /** What can't become a head is told by its first octets: nobody should wait for the end of something else. */
    private @Nullable HandshakeFailure foreign() {
        int received = octets();
        if (ofRequests) {
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
        int line = lineFrom;
        int lineTo = at > line && bytes[at - 1] == '\r' ? at - 1 : at;
        if (lineTo == at) {
            if (!lets(Relaxation.BARE_LF)) {
                head.malformed("a line ends with a bare LF", at);
                return HandshakeFailure.BAD_SYNTAX;
            }
            head.relaxations |= Relaxation.BARE_LF.bit();
        }
        if (odd == lineTo) {
            // It was the CR of this line's end.
            odd = NONE;
        }
        lineFrom = at + 1;
        if (line < lineTo) {
            if (++lines - 1 > mostHeaders) {
                return HandshakeFailure.TOO_MANY_HEADERS;
            }
            takeApart(line, lineTo);
        } else if (lines == 0 && head.from == 0 && ofRequests) {
            // One empty line in front of a request is tolerated, RFC 9112, 2.2.
            head.from = lineFrom;
        } else {
            if (lines == 0) {
                takeApart(line, lineTo);
            }
            head.to = lineFrom;
        }
        return null;
    }

    private void takeApart(int line, int lineTo) {
        if (head.problem != null) {
            return;
        }
        if (head.fieldsFrom == 0) {
            if (ofRequests) {
                HeadParser.requestLine(head, line, lineTo);
            } else {
                HeadParser.statusLine(head, line, lineTo, odd);
            }
            head.fieldsFrom = lineFrom;
            odd = NONE;
            return;
        }
        if (lets(Relaxation.OBS_FOLD)) {
            HeadParser.evenEnd(bytes, lineTo);
        }
        if (!Grammar.isBlank(bytes[line])) {
            HeadParser.field(head, line, odd);
        } else if (line > head.fieldsFrom && lets(Relaxation.OBS_FOLD)) {
            if (ofRequests) {
                head.relaxations |= Relaxation.OBS_FOLD.bit();
            }
            HeadParser.foldedLine(head, line, odd);
        } else {
            head.malformed("a line begins with white space (obsolete line folding)", line);
        }
        odd = NONE;
    }

    private boolean lets(Relaxation relaxation) {
        return (relaxations & relaxation.bit()) != 0;
    }

    boolean complete() {
        return head.to > 0;
    }

    int lines() {
        return lines;
    }

    /** Tells whether octets have arrived behind the head. */
    boolean hasRest() {
        return complete() && octets() > head.to;
    }

    /** Returns the octets that have arrived behind the head. They are a view: they change with the next head. */
    ByteBuffer rest() {
        return ByteBuffer.wrap(bytes, head.to, octets() - head.to).slice();
    }

    /** Gives all that has been received to a body, and makes room for more. */
    boolean drainTo(RefusalBody body) {
        ByteBuffer all = ByteBuffer.wrap(bytes, 0, octets());
        received(0);
        return body.take(all);
    }

    /** Returns what has been received of the head. What is behind the line or the limit broken may be another's secrets. */
    String received() {
        return complete() ? head.text() : Grammar.text(bytes, head.from, brokenOff ? scanned : within());
    }

    /** Shows what was received first, for a person. */
    String shownStart() {
        return "'" + Text.shown(Grammar.text(bytes, 0, Math.min(octets(), HTTP.length))) + "'";
    }

    /** Starts over with the octets behind this head as the first of the next one. */
    void next() {
        startOver(head.to);
    }

    /** Starts over with nothing received. */
    void reset() {
        startOver(octets());
    }

    private void startOver(int dropped) {
        int rest = octets() - dropped;
        if (given) {
            given = false;
            head = Head.NONE;
            receive(rest == 0 ? Head.NO_BYTES : Arrays.copyOfRange(bytes, dropped, dropped + rest), rest);
        } else {
            System.arraycopy(bytes, dropped, bytes, 0, rest);
            received(rest);
            if (head != Head.NONE) {
                head.clear();
            }
        }
        scanned = lineFrom = lines = 0;
        odd = NONE;
        brokenOff = false;
    }
}
