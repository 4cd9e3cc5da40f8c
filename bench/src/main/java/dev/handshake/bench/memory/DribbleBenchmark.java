package dev.handshake.bench.memory;

import dev.handshake.ServerHandshake;
import dev.handshake.ServerHandshaker;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A request that comes octet by octet: twice as long must take about twice as long. */
@State(Scope.Thread)
public class DribbleBenchmark {

    /** The size of the request. */
    @Param({"4096", "8192"})
    public int bytes = 4096;

    private final ServerHandshake reused = ServerHandshaker.create().start();
    private final byte[] answer = new byte[1024];
    private byte[] request = new byte[0];

    /** Renders the request. */
    @Setup
    public void render() {
        request = Sample.ofSize(bytes);
    }

    /** Each octet alone. */
    @Benchmark
    public int dribbled() {
        reused.reset();
        return Driver.serve(reused, request, 1, answer);
    }
}
