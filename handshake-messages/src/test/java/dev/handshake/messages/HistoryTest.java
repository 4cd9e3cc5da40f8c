package dev.handshake.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A codec that was given a history can read what refers to any of it. */
class HistoryTest {

    private static final int WINDOW_BYTES = 1 << 15;

    /** A compressor does not refer to the very beginning of its window. */
    private static final int OUT_OF_REACH_BYTES = 300;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, 32767, 32768, 32769, 50_000, 65535, 65536, 65537, 100_000})
    void aCodecKnowsAllThatWasInTheWindow(int total) throws Exception {
        byte[] all = new byte[total];
        Random random = new Random(total);
        random.nextBytes(all);
        History history = new History();
        for (int at = 0; at < total; ) {
            int count = Math.min(total - at, random.nextInt(40_000));
            history.add(all, at, count);
            at += count;
        }
        byte[] window = Arrays.copyOfRange(all, Math.max(0, total - WINDOW_BYTES), total);
        int reached = Math.max(0, window.length + OUT_OF_REACH_BYTES - WINDOW_BYTES);
        byte[] known = Arrays.copyOfRange(window, reached, window.length);
        byte[] compressed = new byte[2 * WINDOW_BYTES];
        Deflater deflater = new Deflater(9, true);
        deflater.setDictionary(window);
        deflater.setInput(known);
        int size = deflater.deflate(compressed, 0, compressed.length, Deflater.SYNC_FLUSH);
        deflater.end();
        assertThat(size).isLessThan(100 + known.length / 10);

        Inflater inflater = new Inflater(true);
        history.giveTo(inflater);
        inflater.setInput(compressed, 0, size);
        byte[] inflated = new byte[known.length];
        assertThat(inflater.inflate(inflated)).isEqualTo(known.length);
        assertThat(inflated).isEqualTo(known);
        inflater.end();
    }
}
