package dev.handshake;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an engine came to: its last step, all that it wrote, and the octets behind a complete head, those that it was not
 * given any more among them (a client that failed is done with the connection).
 */
record Outcome(
        Step step,
        String written,
        String leftover,
        @Nullable HandshakeException failure,
        Handshake engine) {

    private static final Decision ACCEPT = Decision.accept();

    /** Gives an engine octets in parts that end at the cuts; then, if it still wants more, the end of the stream. */
    static Outcome of(Handshake engine, byte[] octets, int... cuts) {
        return of(engine, () -> ACCEPT, octets, cuts);
    }

    static Outcome of(Handshake engine, Supplier<Decision> decider, byte[] octets, int... cuts) {
        StringBuilder written = new StringBuilder();
        ByteBuffer input = ByteBuffer.wrap(octets);
        for (int i = 0; i <= cuts.length; i++) {
            input.limit(i < cuts.length ? cuts[i] : octets.length);
            goOn(engine, decider, input, written);
        }
        Step last = engine.step();
        if (last == Step.READ) {
            engine.endOfInput();
            goOn(engine, decider, ByteBuffer.allocate(0), written);
            last = engine.step();
        }
        HandshakeException failure = last == Step.FAILED ? engine.failure() : null;
        boolean clientFailed = last == Step.FAILED && engine instanceof ClientHandshake;
        boolean complete = engine.reader.complete() && !clientFailed;
        String leftover = complete ? Wire.text(engine.leftover()) + Wire.text(input) : "";
        return new Outcome(last, written.toString(), leftover, failure, engine);
    }

    private static void goOn(Handshake engine, Supplier<Decision> decider, ByteBuffer part, StringBuilder written) {
        while (true) {
            switch (engine.step()) {
                case READ -> {
                    if (!part.hasRemaining()) {
                        return;
                    }
                    ByteBuffer input = engine.input();
                    int count = Math.min(input.remaining(), part.remaining());
                    input.put(part.slice(part.position(), count));
                    part.position(part.position() + count);
                }
                case WRITE -> written.append((char) (engine.output().get() & 0xff));
                case DECIDE -> ((ServerHandshake) engine).decide(decider.get());
                default -> {
                    return;
                }
            }
        }
    }

    /** What a peer and a caller can see, to be compared. */
    String seen() {
        String why = failure == null ? "" : failure.getMessage() + failure.reusable() + failure.phase();
        return step + "\n" + written + "\n" + why + "\nleftover: " + leftover;
    }

    static int[] eachOctet(byte[] octets) {
        int[] cuts = new int[octets.length];
        Arrays.setAll(cuts, i -> i);
        return cuts;
    }

    HandshakeFailure rule() {
        if (failure == null) {
            throw new AssertionError("it is at " + step + " and has written:\n" + written);
        }
        return failure.failure();
    }

    Answer answer() {
        return Answer.of(written);
    }
}
