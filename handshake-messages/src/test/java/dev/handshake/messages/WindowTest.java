package dev.handshake.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is compressed for a window of 8 to 15 bits refers to nothing beyond it, RFC 7692, 7.1.2. */
class WindowTest {

    private static final int[] SIZES = {1, 100, 255, 256, 257, 511, 512, 513, 1024, 3000, 0, 7, 5000};

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
    void nothingRefersBeyondTheWindow(int bits) {
        Random random = new Random(bits);
        for (boolean keepsWindow : new boolean[] {true, false}) {
            SlowInflater inflater = new SlowInflater(bits);
            try (Deflation deflation = new Deflation(keepsWindow, bits)) {
                for (int size : SIZES) {
                    byte[] content = words(random, size);
                    byte[] compressed = compressed(deflation, content);
                    inflater = keepsWindow ? inflater : new SlowInflater(bits);
                    assertThat(inflater.message(compressed)).isEqualTo(content);
                }
            }
        }
    }

    @Test
    void aLongMessageOfLittleOrderFitsAnyWindow() {
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        try (Deflation deflation = new Deflation(true, 8)) {
            assertThat(new SlowInflater(8).message(compressed(deflation, noise)))
                    .isEqualTo(noise);
        }
    }

    @Test
    void aSmallWindowStillCompresses() {
        byte[] content =
                "{\"name\": \"value\", \"number\": 1234}\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        try (Deflation deflation = new Deflation(true, 9)) {
            assertThat(compressed(deflation, content)).hasSizeLessThan(content.length / 8);
        }
    }

    @Test
    void theJudgeSeesWhoRefersTooFar() {
        byte[] content = ("far away" + "0123456789".repeat(60) + "far away").getBytes(StandardCharsets.US_ASCII);
        try (Deflation deflation = new Deflation(true, 15)) {
            byte[] compressed = compressed(deflation, content);
            assertThatThrownBy(() -> new SlowInflater(9).message(compressed)).hasMessage("refers 608 octets back");
        }
    }

    /** Words of a small vocabulary, so that there is much to refer to, at any distance. */
    private static byte[] words(Random random, int size) {
        byte[] content = new byte[size];
        int word = 0;
        for (int i = 0; i < size; i++) {
            word = i % 6 == 0 ? random.nextInt(40) * 31 : word;
            content[i] = (byte) ('a' + (word + i % 6 * 7) % 26);
        }
        return content;
    }

    private static byte[] compressed(Deflation deflation, byte[] content) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        deflation.begin(ByteBuffer.wrap(content), true);
        while (deflation.hasNext()) {
            ByteBuffer chunk = deflation.next();
            all.write(chunk.array(), chunk.arrayOffset() + chunk.position(), chunk.remaining());
        }
        return all.toByteArray();
    }
}
