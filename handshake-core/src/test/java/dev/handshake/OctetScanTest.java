package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** What looks at eight octets at once finds what one octet after the other would: each octet, at each place. */
class OctetScanTest {

    private static final int LENGTH = 19;

    @Test
    void findsTheFirstLineFeed() {
        forEachOctetAtEachPlace((bytes, from) -> assertThat(Grammar.lineFeed(bytes, from, LENGTH))
                .isEqualTo(first(bytes, from, octet -> octet == '\n')));
    }

    @Test
    void findsTheEndOfAValue() {
        forEachOctetAtEachPlace((bytes, from) -> assertThat(Grammar.skipValue(bytes, from, LENGTH))
                .isEqualTo(first(bytes, from, octet -> !Grammar.is(Grammar.VALUE, (byte) octet))));
    }

    @Test
    void findsNothingBehindTheEnd() {
        byte[] bytes = new byte[LENGTH];
        Arrays.fill(bytes, (byte) 'a');
        bytes[LENGTH - 1] = '\n';
        assertThat(Grammar.lineFeed(bytes, 0, LENGTH - 1)).isEqualTo(LENGTH - 1);
        assertThat(Grammar.skipValue(bytes, 0, LENGTH - 1)).isEqualTo(LENGTH - 1);
    }

    @Test
    void knowsANameByItsLettersInEitherCase() {
        byte[] lower = Grammar.ascii("sec-websocket-key:");
        for (int place = 0; place < lower.length; place++) {
            for (int octet = 0; octet < 256; octet++) {
                byte[] name = Grammar.ascii("Sec-WebSocket-Key:");
                name[place] = (byte) octet;
                assertThat(Grammar.startsWithName(name, 0, name.length, lower))
                        .as("octet %d at %d", octet, place)
                        .isEqualTo(Grammar.sameIgnoringCase(name, 0, name.length, lower));
            }
        }
        assertThat(Grammar.startsWithName(lower, 0, lower.length - 1, lower)).isFalse();
    }

    private interface Examination {
        void look(byte[] bytes, int from);
    }

    /** Pairs too, since an octet must not be hidden, or made up, by what a neighbour carries over to it. */
    private static void forEachOctetAtEachPlace(Examination examination) {
        for (int octet = 0; octet < 256; octet++) {
            for (byte other :
                    new byte[] {'\t', '\n', '\r', 0, 0x1f, ' ', '-', 'z', '{', 0x7f, (byte) 0x80, (byte) 0xff}) {
                for (int place = 0; place < LENGTH; place++) {
                    byte[] bytes = new byte[LENGTH];
                    Arrays.fill(bytes, (byte) 'a');
                    bytes[place] = (byte) octet;
                    bytes[(place + 1) % LENGTH] = other;
                    examination.look(bytes, place % 3);
                }
            }
        }
    }

    private static int first(byte[] bytes, int from, IntPredicate wanted) {
        int i = from;
        while (i < bytes.length && !wanted.test(bytes[i] & 0xff)) {
            i++;
        }
        return i;
    }
}
