package dev.handshake.bench.memory;

import dev.handshake.Decision;
import dev.handshake.HandshakeException;
import dev.handshake.HandshakeResponse;
import dev.handshake.ServerHandshake;
import dev.handshake.ServerHandshaker;
import dev.handshake.Step;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Refusals, rule by rule, beside the acceptance of the same request unbroken. The engine is reused. */
@State(Scope.Thread)
public class RefusalBenchmark {

    /** The rule that is broken. */
    @Param
    public Fault fault = Fault.NONE;

    private ServerHandshake reused = ServerHandshaker.create().start();
    private final Decision no = Decision.reject(HandshakeResponse.builder(403).build());
    private final byte[] answer = new byte[2048];
    private byte[] request = new byte[0];

    /** Renders the request. */
    @Setup
    public void render() {
        request = fault.octets();
        reused = fault.handshaker().start();
    }

    /** Octets to octets. */
    @Benchmark
    public int refused() {
        reused.reset();
        if (fault == Fault.REJECTED) {
            reject();
        }
        return Driver.serve(reused, request, Integer.MAX_VALUE, answer);
    }

    /** The same, and the exception that says why. */
    @Benchmark
    public @Nullable HandshakeException explained() {
        refused();
        return reused.step() == Step.FAILED ? reused.failure() : null;
    }

    private void reject() {
        for (int at = 0; reused.step() == Step.READ; ) {
            ByteBuffer input = reused.input();
            int count = Math.min(input.remaining(), request.length - at);
            input.put(request, at, count);
            at += count;
        }
        reused.decide(no);
    }
}
