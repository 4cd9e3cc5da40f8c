package dev.handshake.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshake.Extension;
import dev.handshake.Role;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageDecoderTest {

    private final MessageDecoder decoder =
            new MessageDecoder(Role.CLIENT, null, MessageLimits.defaults().withPartBytes(16));

    private static ByteBuffer hex(String octets) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(octets.replace(" ", "")));
    }

    @Test
    void throwsTheSameAgainOnceARuleIsBroken() {
        assertThatThrownBy(() -> decoder.step(hex("8f 00"))).hasMessageStartingWith("RESERVED_OPCODE: ");
        assertThatThrownBy(() -> decoder.step(hex("81 00"))).hasMessageStartingWith("RESERVED_OPCODE: ");
    }

    @Test
    void readsNothingBehindAClose() throws Exception {
        assertThat(decoder.step(hex("88 00"))).isEqualTo(Received.CLOSE);
        assertThat(decoder.close()).isEqualTo(new CloseStatus(1005, ""));
        assertThatThrownBy(() -> decoder.step(hex("81 00"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void hasNoMessageUnlessTheLastStepFoundOne() throws Exception {
        assertThatThrownBy(decoder::message).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(decoder::close).isInstanceOf(IllegalStateException.class);
        assertThat(decoder.step(hex("82 01 07"))).isEqualTo(Received.MESSAGE);
        assertThat(decoder.message().data()).isEqualTo(hex("07"));
        assertThat(decoder.step(hex("89 00"))).isEqualTo(Received.PING);
        assertThatThrownBy(decoder::message).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void leavesInTheInputWhatIsBehindAMessage() throws Exception {
        ByteBuffer input = hex("81 01 61 81 01 62");
        assertThat(decoder.step(input)).isEqualTo(Received.MESSAGE);
        assertThat(input.position()).isEqualTo(3);
    }

    @Test
    void handsOverPartsAsTheyComeAndTheRestWholeIfAskedTo() throws Exception {
        decoder.inParts(true);
        assertThat(decoder.step(hex("01 05 61 62"))).isEqualTo(Received.MESSAGE);
        assertThat(decoder.message()).hasToString("first part of a text message, 2 octets");
        assertThat(decoder.isInMessage()).isTrue();
        assertThat(decoder.step(hex("63 e2 82"))).isEqualTo(Received.MESSAGE);
        assertThat(decoder.message().text()).isEqualTo("c");
        decoder.inParts(false);
        assertThat(decoder.step(hex("00 01 ac"))).isEqualTo(Received.NOTHING);
        assertThat(decoder.step(hex("80 02 64 65"))).isEqualTo(Received.MESSAGE);
        assertThat(decoder.message()).hasToString("last part of a text message, 5 octets");
        assertThat(decoder.message().text()).isEqualTo("€de");
        assertThat(decoder.isInMessage()).isFalse();
    }

    @Test
    void makesPartsOfTheSizeAskedFor() throws Exception {
        decoder.inParts(true);
        ByteBuffer input = hex("82 28" + "00".repeat(40));
        List<Integer> sizes = new ArrayList<>();
        while (decoder.step(input) == Received.MESSAGE) {
            sizes.add(decoder.message().size());
        }
        assertThat(sizes).containsExactly(16, 16, 8);
    }

    @Test
    void readsInputThatHasNoArray() throws Exception {
        MessageDecoder server = new MessageDecoder(Role.SERVER, null, MessageLimits.defaults());
        ByteBuffer direct = ByteBuffer.allocateDirect(20)
                .put(hex("81 85 37 fa 21 3d 7f 9f 4d 51 58"))
                .flip();
        assertThat(server.step(direct)).isEqualTo(Received.MESSAGE);
        assertThat(server.message().text()).isEqualTo("Hello");
        DeflateTerms terms = DeflateTerms.of(Extension.parse("permessage-deflate"), Role.CLIENT)
                .orElseThrow();
        MessageDecoder client = new MessageDecoder(Role.CLIENT, terms, MessageLimits.defaults());
        direct.clear().put(hex("c1 07 f2 48 cd c9 c9 07 00")).flip();
        assertThat(client.step(direct.asReadOnlyBuffer())).isEqualTo(Received.MESSAGE);
        assertThat(client.message().text()).isEqualTo("Hello");
    }

    @Test
    void doesNotAllocateWhatAPeerOnlyAnnounces() throws Exception {
        Assembly assembly = new Assembly(1 << 30);
        assembly.begin(false);
        assembly.reserve(10, 1 << 29, true);
        assertThat(assembly.octets().length).isEqualTo(64 * 1024);
        assembly.added(64 * 1024);
        assembly.reserve(10, 70_000, true);
        assertThat(assembly.octets().length).isEqualTo(128 * 1024);
        assembly.added(64 * 1024);
        assembly.reserve(10, 1000, true);
        assertThat(assembly.octets().length).isEqualTo(128 * 1024 + 1000);
    }

    @Test
    void copiesWhatComesInManyShortFramesSeldom() throws Exception {
        Assembly assembly = new Assembly(1 << 20);
        assembly.begin(false);
        int copies = 0;
        for (int i = 0; i < 1 << 20; i++) {
            byte[] before = assembly.octets();
            assembly.reserve(1, 1, false);
            assembly.added(1);
            copies += before == assembly.octets() ? 0 : 1;
        }
        assertThat(copies).isLessThan(25);
    }

    @Test
    void readsNoMoreOnceItIsFreed() {
        decoder.free();
        decoder.free();
        assertThatThrownBy(() -> decoder.step(hex("81 00"))).isInstanceOf(MessageException.class);
    }

    @Test
    void everyFailureHasACodeThatMayBeSentOrStandsForNone() {
        for (MessageFailure failure : MessageFailure.values()) {
            assertThat(CloseStatus.mayBeSent(failure.code()) || failure.code() == 1006 || failure.code() == 0)
                    .isTrue();
            assertThat(failure.sentence()).endsWith(".");
        }
    }
}
