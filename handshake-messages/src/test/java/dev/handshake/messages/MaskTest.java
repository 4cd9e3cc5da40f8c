package dev.handshake.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MaskTest {

    private static final int KEY = 0xa1b2c3d4;

    @Test
    void changesEachOctetByTheOneOfTheKeyThatIsItsTurn() {
        Random random = new Random(1);
        for (int count = 0; count < 70; count++) {
            for (int phase = 0; phase < 9; phase++) {
                byte[] from = new byte[count + 3];
                random.nextBytes(from);
                byte[] to = new byte[count + 7];
                byte[] expected = to.clone();
                for (int i = 0; i < count; i++) {
                    expected[5 + i] = (byte) (from[2 + i] ^ KEY >>> 24 - 8 * ((phase + i) % 4));
                }
                Mask.copy(from, 2, to, 5, count, KEY, phase);
                assertThat(to).isEqualTo(expected);
            }
        }
    }

    @Test
    void isUndoneByItselfInPlace() {
        byte[] octets = new byte[100];
        new Random(2).nextBytes(octets);
        byte[] masked = octets.clone();
        Mask.copy(masked, 3, masked, 3, 90, KEY, 5);
        assertThat(masked).isNotEqualTo(octets);
        Mask.copy(masked, 3, masked, 3, 90, KEY, 5);
        assertThat(masked).isEqualTo(octets);
    }

    @Test
    void keysDoNotRepeat() {
        Set<Integer> keys = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            keys.add(MaskKeys.SHARED.getAsInt());
        }
        // Of 2000 keys of 32 bits, two are the same once in two thousand times.
        assertThat(keys).hasSizeGreaterThan(1990);
    }
}
