package dev.handshake.bench.memory;

import dev.handshake.Established;
import dev.handshake.ServerHandshaker;
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
}
