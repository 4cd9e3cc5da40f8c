package dev.handshake.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Arrays;

/** Reads what a program prints, so that it can go on, and keeps the end of it. */
final class LastWords extends Thread {

    private static final int MOST_BYTES = 1000;

    private final InputStream printed;
    private byte[] kept = new byte[0];

    private LastWords(InputStream printed) {
        super("what the client prints");
        setDaemon(true);
        this.printed = printed;
    }

    /** Begins to read. The thread ends with the stream. */
    static LastWords of(InputStream printed) {
        LastWords words = new LastWords(printed);
        words.start();
        return words;
    }

    @Override
    public void run() {
        byte[] piece = new byte[4096];
        try {
            for (int count = printed.read(piece); count >= 0; count = printed.read(piece)) {
                keep(piece, count);
            }
        } catch (IOException e) {
            // The program was killed.
        }
    }

    private synchronized void keep(byte[] piece, int count) {
        byte[] all = Arrays.copyOf(kept, kept.length + count);
        System.arraycopy(piece, 0, all, kept.length, count);
        kept = Arrays.copyOfRange(all, Math.max(0, all.length - MOST_BYTES), all.length);
    }

    /** Waits a moment for the end, which comes with that of the program unless somebody else has its output, too. */
    String text() throws InterruptedException {
        join(1000);
        synchronized (this) {
            return new String(kept, Charset.defaultCharset()).strip();
        }
    }
}
