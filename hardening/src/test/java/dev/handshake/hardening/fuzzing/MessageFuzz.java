package dev.handshake.hardening.fuzzing;

import dev.handshake.Extension;
import dev.handshake.Role;
import dev.handshake.messages.DeflateTerms;
import dev.handshake.messages.FrameCase;
import dev.handshake.messages.Message;
import dev.handshake.messages.MessageDecoder;
import dev.handshake.messages.MessageEncoder;
import dev.handshake.messages.MessageException;
import dev.handshake.messages.MessageFailure;
import dev.handshake.messages.MessageLimits;
import dev.handshake.messages.Received;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a decoder makes of any octets: only documented failures; the same in one piece, octet by octet, in parts, and out of
 * memory that is no array; no more of a message than the limit; and what it has found is found again when it is sent on. The
 * first octet says what was agreed on about compression.
 */
final class MessageFuzz {

    private static final List<DeflateTerms> TERMS = Arrays.asList(
            null,
            new DeflateTerms(true, true, 15),
            new DeflateTerms(false, false, 15),
            new DeflateTerms(true, true, 9));

    /** These are found in the order in which a codec gives out octets, which depends on the pieces. */
    private static final Set<MessageFailure> OF_CONTENT =
            EnumSet.of(MessageFailure.BAD_UTF8, MessageFailure.BAD_COMPRESSION, MessageFailure.MESSAGE_TOO_LARGE);

    private static final MessageLimits LIMITS = MessageLimits.defaults()
            .withFrameBytes(20_000)
            .withMessageBytes(10_000)
            .withPartBytes(16);

    private final Role role;
    private final DeflateTerms terms;
    private final byte[] octets;

    private MessageFuzz(Role role, DeflateTerms terms, byte[] octets) {
        this.role = role;
        this.terms = terms;
        this.octets = octets;
    }

    /** Returns the octets of all frame cases, each behind one that says what it needs. */
    static List<byte[]> seeds(Role role) {
        List<byte[]> seeds = new ArrayList<>();
        for (FrameCase it : FrameCase.all(role)) {
            byte[] octets = it.octets(role);
            int terms = it.extension().isEmpty()
                    ? 0
                    : Extension.parse(it.extension()).get(0).parameters().isEmpty() ? 1 : 2;
            if (octets.length < 8192) {
                seeds.add(
                        new ByteArrayOutputStream() {
                            byte[] of() {
                                write(terms);
                                writeBytes(octets);
                                return toByteArray();
                            }
                        }.of());
            }
        }
        return seeds;
    }

    static void run(Role role, byte[] input) {
        if (input.length > 0) {
            byte[] octets = Arrays.copyOfRange(input, 1, input.length);
            new MessageFuzz(role, TERMS.get(input[0] & 3), octets).run();
        }
    }

    private void run() {
        Reading whole = new Reading(false);
        whole.take(ByteBuffer.wrap(octets.clone()), octets.length);
        Reading single = new Reading(false);
        single.take(ByteBuffer.wrap(octets.clone()), 1);
        same(whole, single);
        Reading direct = new Reading(false);
        direct.take(ByteBuffer.allocateDirect(octets.length).put(octets).flip(), 7);
        same(whole, direct);
        Reading parts = new Reading(true);
        parts.take(ByteBuffer.wrap(octets.clone()), 5);
        if (whole.failure == MessageFailure.MESSAGE_TOO_LARGE) {
            // In parts there is no such thing.
            require(parts.found.size() >= whole.found.size());
        } else {
            same(whole, parts);
        }
        again(whole);
    }

    private static void same(Reading one, Reading other) {
        boolean alike =
                one.failure == other.failure || OF_CONTENT.contains(one.failure) && OF_CONTENT.contains(other.failure);
        if (!alike || !one.found.equals(other.found)) {
            throw new AssertionError(one + "\nbut in other pieces\n" + other);
        }
    }

    /** What was found is sent on by the other role, and found again. */
    private void again(Reading found) {
        Role other = role == Role.SERVER ? Role.CLIENT : Role.SERVER;
        MessageEncoder encoder = new MessageEncoder(other, terms);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(500);
        for (Message message : found.messages) {
            encoder.message(message);
            while (!encoder.isOut()) {
                encoder.drain(buffer);
                sent.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
        }
        encoder.free();
        Reading again = new MessageFuzz(role, terms, sent.toByteArray()).new Reading(false);
        again.take(ByteBuffer.wrap(sent.toByteArray()), 1000);
        found.found.removeIf(it -> !it.startsWith("text ") && !it.startsWith("binary "));
        require(again.failure == null && again.found.equals(found.found));
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new AssertionError("what must hold does not");
        }
    }

    /** One decoder, and all that it finds. */
    private final class Reading {

        private final MessageDecoder decoder = new MessageDecoder(role, terms, LIMITS);
        private final List<Message> messages = new ArrayList<>();
        private final List<String> found = new ArrayList<>();
        private StringBuilder parts = new StringBuilder();
        private MessageFailure failure;
        private boolean closed;

        Reading(boolean inParts) {
            decoder.inParts(inParts);
        }

        void take(ByteBuffer input, int most) {
            try {
                while (input.hasRemaining() && !closed) {
                    int count = Math.min(most, input.remaining());
                    ByteBuffer piece = input.slice(input.position(), count);
                    input.position(input.position() + count);
                    Received what = decoder.step(piece);
                    while (what != Received.NOTHING) {
                        found(what);
                        closed = what == Received.CLOSE;
                        what = closed ? Received.NOTHING : decoder.step(piece);
                    }
                    require(closed || !piece.hasRemaining());
                }
            } catch (MessageException e) {
                failure = e.failure();
                require(failure.code() >= 1002 && failure.code() <= 1009 && failure.code() != 1006);
                staysFailed();
            } finally {
                decoder.free();
            }
        }

        private void staysFailed() {
            try {
                decoder.step(ByteBuffer.allocate(1));
                throw new AssertionError("goes on behind " + failure);
            } catch (MessageException e) {
                require(e.failure() == failure);
            }
        }

        private void found(Received what) {
            if (what != Received.MESSAGE) {
                found.add(FrameCase.shown(what, decoder));
                return;
            }
            Message message = decoder.message();
            require(message.size() <= LIMITS.messageBytes());
            String shown = FrameCase.shown(message);
            parts.append(message.isFirst() ? shown : shown.substring(shown.indexOf(' ') + 1));
            if (message.isFirst() && message.isLast()) {
                messages.add(message);
            }
            if (message.isLast()) {
                found.add(parts.toString());
                parts = new StringBuilder();
            }
        }

        @Override
        public String toString() {
            return found + (failure == null ? "" : " " + failure);
        }
    }
}
