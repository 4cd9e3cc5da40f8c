package dev.handshake.bench.memory;

import dev.handshake.Established;
import dev.handshake.Limits;
import dev.handshake.ServerHandshaker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The verb with explaining on and off, over a transport that has the browser's request at once. */
@State(Scope.Thread)
public class ExplainBenchmark {

    /** Whether each rule is asked what it found. */
    @Param({"off", "on"})
    public String explain = "off";

    private final byte[] good = Sample.BROWSER.octets();
    private final byte[] bad = Fault.NO_CONNECTION.octets();
    private ServerHandshaker handshaker = ServerHandshaker.create();

    /** Makes the handshaker. Nothing is drained, since nothing more will come. */
    @Setup
    public void make() {
        handshaker = ServerHandshaker.builder()
                .limits(Limits.defaults().withDrain(0, Duration.ZERO))
                .explain(explain.equals("on"))
                .build();
    }

    /** A request that is accepted. */
    @Benchmark
    public CompletableFuture<Established> accepted() {
        return handshaker.acceptAsync(new Ready(good));
    }

    /** One that is refused. */
    @Benchmark
    public CompletableFuture<Established> refused() {
        return handshaker.acceptAsync(new Ready(bad));
    }
}
