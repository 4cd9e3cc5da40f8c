package dev.handshake.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

    @Test
    void agreesWithTheJdkAboutEveryCharacter() {
        for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
            if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
                continue;
            }
            byte[] octets = Character.toString(character).getBytes(StandardCharsets.UTF_8);
            if (!Utf8.isText(octets, 0, octets.length)) {
                fail("U+%04X", character);
            }
        }
    }

    @Test
    void agreesWithTheJdkAboutEverythingOfThreeOctets() {
        byte[] octets = new byte[3];
        for (int i = 0; i < 1 << 24; i += 61) {
            octets[0] = (byte) (i >> 16);
            octets[1] = (byte) (i >> 8);
            octets[2] = (byte) i;
            if (Utf8.isText(octets, 0, 3) != isText(octets)) {
                fail("%06x", i);
            }
        }
    }

    @Test
    void agreesWithTheJdkAboutTextsWithAnOctetChangedCutAnywhere() {
        Random random = new Random(3);
        String text = "ASCII for a while, then 😀 and é and € and ASCII again, which is long enough";
        for (int round = 0; round < 5_000; round++) {
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            octets[random.nextInt(octets.length)] = (byte) random.nextInt();
            int cut = random.nextInt(octets.length);
            Utf8 check = new Utf8();
            boolean accepted = check.accepts(octets, 0, cut)
                    && check.accepts(octets, cut, octets.length)
                    && check.unfinished() == 0;
            assertThat(accepted).isEqualTo(isText(octets));
        }
    }

    @Test
    void tellsHowMuchOfACharacterIsThere() {
        byte[] octets = "a😀".getBytes(StandardCharsets.UTF_8);
        int[] unfinished = {0, 0, 1, 2, 3, 0};
        for (int count = 0; count <= octets.length; count++) {
            Utf8 check = new Utf8();
            assertThat(check.accepts(octets, 0, count)).isTrue();
            assertThat(check.unfinished()).isEqualTo(unfinished[count]);
        }
    }

    private static boolean isText(byte[] octets) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
