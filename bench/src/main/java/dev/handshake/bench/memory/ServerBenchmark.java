package dev.handshake.bench.memory;

import dev.handshake.HandshakeRequest;
import dev.handshake.ServerHandshake;
import dev.handshake.ServerHandshaker;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A server's side, accepted, beside the floor. */
@State(Scope.Thread)
public class ServerBenchmark {

    private static final int RESPONSE_BYTES = 129;
    private static final int PIECE_BYTES = 16;

    /** The request. */
    @Param
    public Sample sample = Sample.BROWSER;

    private final ServerHandshaker handshaker = ServerHandshaker.create();
    private final ServerHandshake reused = handshaker.start();
    private final byte[] answer = new byte[1024];
    private byte[] request = new byte[0];
    private Floor floor = new Floor(0, RESPONSE_BYTES);

    /** Renders the request. */
    @Setup
    public void render() {
        request = sample.octets();
        floor = new Floor(request.length, RESPONSE_BYTES);
    }

    /** What no server can do without. */
    @Benchmark
    public int floor() {
        return floor.run(request, answer);
    }

    /** One engine for one handshake after the other. */
    @Benchmark
    public int reused() {
        reused.reset();
        return Driver.serve(reused, request, Integer.MAX_VALUE, answer);
    }

    /** The same, in pieces of 16 octets. */
    @Benchmark
    public int pieces() {
        reused.reset();
        return Driver.serve(reused, request, PIECE_BYTES, answer);
    }

    /** A fresh engine, and the request kept. */
    @Benchmark
    public HandshakeRequest kept() {
        ServerHandshake engine = handshaker.start();
        Driver.serve(engine, request, Integer.MAX_VALUE, answer);
        return engine.request();
    }
}
