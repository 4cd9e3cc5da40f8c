package dev.handshake.bench.memory;

import dev.handshake.ClientHandshake;
import dev.handshake.Decision;
import dev.handshake.Handshake;
import dev.handshake.ServerHandshake;
import java.nio.ByteBuffer;

/** Drives engines as a loop of one's own would, from octets to octets. */
public final class Driver {

    private Driver() {}

    /**
     * Gives a server's engine a request and takes its answer, accepted if it comes to a decision.
     *
     * @param pieceBytes how many octets it is given at once, at most
     * @param answer cleared, and filled with what would be sent
     * @return the number of octets in {@code answer}
     */
    public static int serve(ServerHandshake engine, byte[] request, int pieceBytes, byte[] answer) {
        int at = 0;
        int answered = 0;
        while (true) {
            switch (engine.step()) {
                case READ -> at += give(engine, request, at, pieceBytes);
                case DECIDE -> engine.decide(Decision.accept());
                case WRITE -> answered += take(engine, answer, answered);
                case OPEN, FAILED -> {
                    return answered;
                }
            }
        }
    }

    /** Takes a client's request; returns its length. */
    public static int ask(ClientHandshake engine, byte[] request) {
        engine.step();
        int taken = take(engine, request, 0);
        engine.step();
        return taken;
    }

    /** Gives a client the response. */
    public static void answer(ClientHandshake engine, byte[] response, int length) {
        engine.input().put(response, 0, length);
        engine.step();
    }

    private static int give(Handshake engine, byte[] octets, int at, int pieceBytes) {
        ByteBuffer input = engine.input();
        int count = Math.min(Math.min(input.remaining(), octets.length - at), pieceBytes);
        input.put(octets, at, count);
        return count;
    }

    private static int take(Handshake engine, byte[] octets, int at) {
        ByteBuffer output = engine.output();
        int count = output.remaining();
        output.get(octets, at, count);
        return count;
    }
}
