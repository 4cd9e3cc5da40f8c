package dev.handshake.bench.memory;

import dev.handshake.ClientHandshake;
import dev.handshake.ClientHandshaker;
import dev.handshake.Step;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A client's side, opened. The key is fresh each time, and so is the answer to it, which is the server's work and not the
 * client's: {@code key} and {@code answer} tell what to take away.
 */
@State(Scope.Thread)
public class ClientBenchmark {

    private static final int KEY_BYTES = 24;
    private static final byte[] NAME = "Sec-WebSocket-Key: ".getBytes(StandardCharsets.ISO_8859_1);
    private static final int ACCEPT_AT = 97;

    private final ClientHandshaker handshaker = ClientHandshaker.create();
    private final byte[] request = new byte[1024];
    private final byte[] response = ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Accept: " + Sample.ACCEPT + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    private final byte[] key = new byte[KEY_BYTES];
    private int keyAt;
    private int requestBytes;
    private final Accept accept = new Accept();
    private final SecureRandom random = new SecureRandom();
    private final byte[] nonce = new byte[16];
    private Floor floor = new Floor(0, 0);

    /** Finds out where the key lies. */
    @Setup
    public void locate() {
        requestBytes = Driver.ask(handshaker.start("127.0.0.1:8080", "/chat"), request);
        keyAt = 0;
        while (!Arrays.equals(request, keyAt, keyAt + NAME.length, NAME, 0, NAME.length)) {
            keyAt++;
        }
        keyAt += NAME.length;
        floor = new Floor(response.length, requestBytes);
    }

    /** What no client can do without: an accept value, one scan over the response, one copy of both. */
    @Benchmark
    public int floor() {
        return floor.run(response, request);
    }

    /** The key's randomness, and its text. */
    @Benchmark
    public byte[] key() {
        random.nextBytes(nonce);
        return Base64.getEncoder().encode(nonce);
    }

    /** The server's part. */
    @Benchmark
    public int answer() {
        accept.write(request, keyAt, response, ACCEPT_AT);
        return response[ACCEPT_AT];
    }

    /** The engine, its key and the answer to it. */
    @Benchmark
    public Step opened() {
        ClientHandshake engine = handshaker.start("127.0.0.1:8080", "/chat");
        Driver.ask(engine, request);
        accept.write(request, keyAt, response, ACCEPT_AT);
        Driver.answer(engine, response, response.length);
        return engine.step();
    }
}
