package dev.handshake.interop.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.handshake.Decision;
import dev.handshake.HandshakeTrace;
import dev.handshake.ServerHandshake;
import dev.handshake.ServerHandshaker;
import dev.handshake.Step;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** That a handshake can be explained costs nothing as long as nobody asks. */
class ExplainAllocationTest {

    private static final byte[] REQUEST = """
            GET /chat HTTP/1.1
            Host: a.example
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Version: 13

            """.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    private static final int ROUNDS = 500;

    /** Four small objects that walk over list fields, which a compiler that optimizes does without; never a trace. */
    private static final int WALKERS_BYTES = 176;

    private final ServerHandshake engine = ServerHandshaker.create().start();
    private volatile HandshakeTrace trace;

    @Test
    void allocatesNoTraceUnlessSomebodyAsks() {
        assertThat(allocated(opened -> {})).isLessThanOrEqualTo(WALKERS_BYTES);
    }

    @Test
    void allocatesOneOnceSomebodyAsks() {
        assertThat(allocated(opened -> trace = opened.trace())).isGreaterThan(10 * WALKERS_BYTES);
        assertThat(trace.broken()).isEmpty();
    }

    /** Returns the octets that the cheapest of many handshakes has allocated. */
    private long allocated(Consumer<ServerHandshake> afterwards) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long before = threads.getThreadAllocatedBytes(id);
            open();
            afterwards.accept(engine);
            least = Math.min(least, threads.getThreadAllocatedBytes(id) - before);
        }
        return least;
    }

    private void open() {
        engine.reset();
        engine.input().put(REQUEST);
        engine.decide(Decision.accept());
        engine.output().position(engine.output().limit());
        assertThatItIsOpen(engine.step());
    }

    /** Without an assertion's garbage. */
    private static void assertThatItIsOpen(Step step) {
        if (step != Step.OPEN) {
            throw new AssertionError(step);
        }
    }
}
