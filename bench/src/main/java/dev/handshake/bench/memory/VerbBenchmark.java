package dev.handshake.bench.memory;

import dev.handshake.Established;
import dev.handshake.ServerHandshaker;
import dev.handshake.spi.ByteTransport;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The verb over a transport that has the browser's request at once, with and without a listener. */
@State(Scope.Thread)
public class VerbBenchmark {

    private final byte[] request = Sample.BROWSER.octets();
    private final ServerHandshaker plain = ServerHandshaker.create();
    private final ServerHandshaker listening =
            ServerHandshaker.builder().listener(report -> {}).build();

    /** Nobody listens. */
    @Benchmark
    public CompletableFuture<Established> acceptAsync() {
        return plain.acceptAsync(new Ready(request));
    }

    /** Somebody does. */
    @Benchmark
    public CompletableFuture<Established> acceptAsyncListened() {
        return listening.acceptAsync(new Ready(request));
    }

    /** Has its input at once, and drops its output. */
    private static final class Ready implements ByteTransport {

        private final byte[] input;
        private int at;

        Ready(byte[] input) {
            this.input = input;
        }

        @Override
        public int read(ByteBuffer dst, Runnable retry) {
            int count = Math.min(dst.remaining(), input.length - at);
            dst.put(input, at, count);
            at += count;
            return count;
        }

        @Override
        public int write(ByteBuffer src, Runnable retry) {
            int count = src.remaining();
            src.position(src.limit());
            return count;
        }

        @Override
        public void close() {
            at = input.length;
        }
    }
}
