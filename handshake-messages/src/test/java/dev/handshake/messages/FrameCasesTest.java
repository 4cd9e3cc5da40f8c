package dev.handshake.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.Role;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case, by the decoder of each role, in pieces of every kind. */
class FrameCasesTest {

    private static final int MOST_SPLITS = 24;

    static List<FrameCase> toServer() {
        return FrameCase.all(Role.SERVER);
    }

    static List<FrameCase> toClient() {
        return FrameCase.all(Role.CLIENT);
    }

    @ParameterizedTest
    @MethodSource("toServer")
    void aServerFindsWhatTheCaseSays(FrameCase it) {
        check(it, Role.SERVER);
    }

    @ParameterizedTest
    @MethodSource("toClient")
    void aClientFindsWhatTheCaseSays(FrameCase it) {
        check(it, Role.CLIENT);
    }

    private static void check(FrameCase it, Role role) {
        byte[] octets = it.octets(role);
        List<String> expected = new ArrayList<>(it.expected());
        if (it.failure() != null) {
            expected.add(it.failure().name());
        }
        assertThat(new Reading(it, role, false).of(octets)).as("whole").isEqualTo(expected);
        Reading single = new Reading(it, role, false);
        assertThat(single.of(IntStream.range(0, octets.length)
                        .mapToObj(i -> new byte[] {octets[i]})
                        .toArray(byte[][]::new)))
                .as("octet by octet")
                .isEqualTo(expected);
        if (it.failsAt(role) > 0) {
            assertThat(single.octetsBeforeTheEnd).isEqualTo(it.failsAt(role));
        }
        int step = (octets.length + MOST_SPLITS - 1) / MOST_SPLITS;
        for (int at = 1; at < octets.length; at += step) {
            byte[][] pieces = {Arrays.copyOf(octets, at), Arrays.copyOfRange(octets, at, octets.length)};
            assertThat(new Reading(it, role, false).of(pieces))
                    .as("cut at %s", at)
                    .isEqualTo(expected);
            // In parts, a message may be longer than what is held of it.
            if (it.failure() != MessageFailure.MESSAGE_TOO_LARGE) {
                List<String> inParts = new Reading(it, role, true).of(pieces);
                assertThat(inParts).as("in parts, cut at %s", at).isEqualTo(expected);
            }
        }
    }

    /** One decoder, fed with pieces; where messages come in parts, they are put together here. */
    private static final class Reading {

        private final MessageDecoder decoder;
        private final List<String> found = new ArrayList<>();
        private final List<Message> parts = new ArrayList<>();
        int octetsBeforeTheEnd;

        Reading(FrameCase it, Role role, boolean inParts) {
            decoder = new MessageDecoder(role, it.terms(role), it.limits());
            decoder.inParts(inParts);
        }

        List<String> of(byte[]... pieces) {
            try {
                for (byte[] piece : pieces) {
                    octetsBeforeTheEnd += piece.length;
                    ByteBuffer input = ByteBuffer.wrap(piece.clone());
                    for (Received what = decoder.step(input); what != Received.NOTHING; what = decoder.step(input)) {
                        found(what);
                        if (what == Received.CLOSE) {
                            return found;
                        }
                    }
                }
            } catch (MessageException e) {
                found.add(e.failure().name());
            } finally {
                decoder.free();
            }
            return found;
        }

        private void found(Received what) {
            if (what != Received.MESSAGE
                    || decoder.message().isFirst() && decoder.message().isLast()) {
                found.add(FrameCase.shown(what, decoder));
                return;
            }
            Message part = decoder.message();
            assertThat(part.isFirst()).isEqualTo(parts.isEmpty());
            parts.add(part);
            if (part.isLast()) {
                found.add(joined());
                parts.clear();
            }
        }

        private String joined() {
            StringBuilder whole = new StringBuilder(parts.get(0).isText() ? "text " : "binary ");
            int kind = whole.length();
            parts.forEach(part -> whole.append(FrameCase.shown(part).substring(kind)));
            return whole.toString();
        }
    }
}
