package dev.handshake.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Netty's leak detector, which keeps what it finds, so that a test class fails that leaves a buffer unreleased. */
public final class Leaks<T> extends ResourceLeakDetector<T> {

    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

    /** Netty calls one of these. */
    public Leaks(Class<?> type, int samplingInterval) {
        super(type, samplingInterval);
    }

    public Leaks(Class<?> type, int samplingInterval, long maxActive) {
        super(type, samplingInterval);
    }

    @Override
    protected boolean needReport() {
        return true;
    }

    @Override
    protected void reportTracedLeak(String type, String records) {
        FOUND.add(type + records);
    }

    @Override
    protected void reportUntracedLeak(String type) {
        FOUND.add(type);
    }

    /** Has the collector find what was left, and the detector report it. */
    static void assertNone() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            for (int j = 0; j < 100; j++) {
                ByteBufAllocator.DEFAULT.buffer(1).release();
            }
        }
        String found = String.join("\n", FOUND);
        FOUND.clear();
        Assertions.assertEquals("", found, "buffers that nobody released");
    }

    /** Looks behind each test class. */
    static final class None implements AfterAllCallback {
        @Override
        public void afterAll(ExtensionContext context) {
            assertNone();
        }
    }
}
