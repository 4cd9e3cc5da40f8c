package dev.handshake.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshake.Extension;
import dev.handshake.Role;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an encoder makes is what a decoder of the other side finds. */
class RoundTripTest {

    private static final String DEFLATE = "permessage-deflate";
    private static final int[] SIZES = {0, 1, 31, 32, 125, 126, 1000, 65535, 65536, 200_000};

    static Stream<Arguments> terms() {
        List<String> extensions = List.of(
                "",
                DEFLATE,
                DEFLATE + "; server_no_context_takeover",
                DEFLATE + "; client_no_context_takeover",
                DEFLATE + "; server_no_context_takeover; client_no_context_takeover",
                DEFLATE + "; client_max_window_bits=15; server_max_window_bits=15",
                DEFLATE + "; client_max_window_bits=9",
                DEFLATE + "; server_max_window_bits=8");
        return extensions.stream().flatMap(it -> Stream.of(Role.values()).map(role -> Arguments.of(role, it)));
    }

    private static DeflateTerms deflate(String extension, Role role) {
        return extension.isEmpty()
                ? null
                : DeflateTerms.of(Extension.parse(extension), role).orElseThrow();
    }

    private static Role other(Role role) {
        return role == Role.SERVER ? Role.CLIENT : Role.SERVER;
    }

    @ParameterizedTest
    @MethodSource("terms")
    void messagesOfEverySizeAndKindArriveAsTheyWere(Role sender, String extension) throws Exception {
        MessageEncoder encoder = new MessageEncoder(sender, deflate(extension, sender));
        MessageDecoder decoder =
                new MessageDecoder(other(sender), deflate(extension, other(sender)), MessageLimits.defaults());
        List<String> sent = new ArrayList<>();
        List<String> found = new ArrayList<>();
        Random random = new Random(4);
        for (int round = 0; round < 3; round++) {
            for (int size : SIZES) {
                for (Message message : List.of(noise(random, size), Message.text("Grüße, €; ".repeat(size / 14)))) {
                    sent.add(FrameCase.shown(message));
                    encoder.message(message);
                    int buffer = 1 + random.nextInt(round == 0 ? 100_000 : 3000);
                    transfer(encoder, decoder, ByteBuffer.allocate(buffer), found);
                }
            }
        }
        assertThat(found).isEqualTo(sent);
        encoder.free();
        decoder.free();
    }

    @ParameterizedTest
    @MethodSource("terms")
    void partsArriveAsOneMessageWithControlFramesBetween(Role sender, String extension) throws Exception {
        MessageEncoder encoder = new MessageEncoder(sender, deflate(extension, sender));
        MessageDecoder decoder =
                new MessageDecoder(other(sender), deflate(extension, other(sender)), MessageLimits.defaults());
        List<String> found = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.allocate(50);
        for (int round = 0; round < 2; round++) {
            encoder.message(Message.text("one ").asPart(true, false));
            transfer(encoder, decoder, buffer, found);
            encoder.ping(ByteBuffer.wrap(new byte[] {1}));
            transfer(encoder, decoder, buffer, found);
            encoder.message(Message.text("").asPart(false, false));
            transfer(encoder, decoder, buffer, found);
            encoder.message(Message.text("two").asPart(false, true));
            transfer(encoder, decoder, buffer, found);
        }
        encoder.close(new CloseStatus(1001, "bye"));
        transfer(encoder, decoder, buffer, found);
        assertThat(found).containsExactly("ping 01", "text one two", "ping 01", "text one two", "close 1001 bye");
    }

    @Test
    void controlFramesMayComeBetweenTheFramesOfALongCompressedMessage() throws Exception {
        MessageEncoder encoder = new MessageEncoder(Role.SERVER, deflate(DEFLATE, Role.SERVER));
        MessageDecoder decoder =
                new MessageDecoder(Role.CLIENT, deflate(DEFLATE, Role.CLIENT), MessageLimits.defaults());
        Message message = noise(new Random(5), 200_000);
        List<String> found = new ArrayList<>();
        encoder.message(message);
        int pings = 0;
        while (!encoder.isOut()) {
            ByteBuffer frame = ByteBuffer.allocate(70_000);
            assertThat(encoder.drain(frame)).isTrue();
            read(decoder, frame.flip(), found);
            encoder.ping(ByteBuffer.allocate(0));
            frame.clear();
            pings++;
            if (encoder.isBetweenFrames()) {
                throw new AssertionError("the ping is not out yet");
            }
            ByteBuffer ping = ByteBuffer.allocate(2);
            assertThat(encoder.drain(ping)).isTrue();
            read(decoder, ping.flip(), found);
        }
        assertThat(pings).isEqualTo(4);
        found.removeIf("ping "::equals);
        assertThat(found).containsExactly(FrameCase.shown(message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", DEFLATE})
    void nothingIsHeldOfWhatIsOut(String extension) {
        MessageEncoder encoder = new MessageEncoder(Role.SERVER, deflate(extension, Role.SERVER));
        byte[] content = new byte[1000];
        WeakReference<byte[]> held = new WeakReference<>(content);
        encoder.message(Message.binary(content));
        content = null;
        assertThat(encoder.drain(ByteBuffer.allocate(2000))).isTrue();
        for (int i = 0; i < 10 && held.get() != null; i++) {
            System.gc();
        }
        assertThat(held.get()).isNull();
        encoder.free();
    }

    @Test
    void whatCompressesWellIsShort() {
        MessageEncoder encoder = new MessageEncoder(Role.SERVER, deflate(DEFLATE, Role.SERVER));
        encoder.message(Message.text("again and ".repeat(10_000)));
        ByteBuffer out = ByteBuffer.allocate(1000);
        assertThat(encoder.drain(out)).isTrue();
        assertThat(encoder.isOut()).isTrue();
    }

    @Test
    void whatDoesNotFollowIsTheCallersMistake() {
        MessageEncoder encoder = new MessageEncoder(Role.CLIENT, null);
        Message part = Message.text("x").asPart(false, true);
        assertThatThrownBy(() -> encoder.message(part)).isInstanceOf(IllegalStateException.class);
        encoder.message(Message.text("x").asPart(true, false));
        assertThatThrownBy(() -> encoder.message(part)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> encoder.ping(ByteBuffer.allocate(0))).isInstanceOf(IllegalStateException.class);
        encoder.drain(ByteBuffer.allocate(100));
        assertThatThrownBy(() -> encoder.message(Message.text("y"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> encoder.pong(ByteBuffer.allocate(126))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Message noise(Random random, int size) {
        byte[] octets = new byte[size];
        random.nextBytes(octets);
        return Message.binary(octets);
    }

    private static void transfer(MessageEncoder encoder, MessageDecoder decoder, ByteBuffer buffer, List<String> found)
            throws Exception {
        boolean out = false;
        while (!out) {
            out = encoder.drain(buffer) && encoder.isOut();
            read(decoder, buffer.flip(), found);
            buffer.clear();
        }
    }

    private static void read(MessageDecoder decoder, ByteBuffer octets, List<String> found) throws Exception {
        Received what = decoder.step(octets);
        while (what != Received.NOTHING) {
            found.add(FrameCase.shown(what, decoder));
            what = what == Received.CLOSE ? Received.NOTHING : decoder.step(octets);
        }
    }
}
