package dev.handshake.conformance;

import dev.handshake.ClientHandshake;
import dev.handshake.Decision;
import dev.handshake.Handshake;
import dev.handshake.HandshakeFailure;
import dev.handshake.HandshakeRequest;
import dev.handshake.HandshakeResponse;
import dev.handshake.Role;
import dev.handshake.ServerHandshake;
import dev.handshake.Step;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * The engines of this library as sides under test, without a connection: each case on a fresh engine with the settings of
 * its {@link Profile}.
 */
public final class Engines {

    private Engines() {}

    /**
     * Returns the server's engine.
     *
     * @return the subject
     */
    public static Subject server() {
        return server(it -> it.profile().server().build().start());
    }

    /**
     * Returns a server's engine of your own making.
     *
     * @param engine makes a fresh one for a case
     * @return the subject
     */
    public static Subject server(Function<? super ConformanceCase, ServerHandshake> engine) {
        return new EngineSubject(Role.SERVER, (it, delivery) -> serve(engine.apply(it), it, delivery));
    }

    /**
     * Returns the client's engine.
     *
     * @return the subject
     */
    public static Subject client() {
        return client(it -> it.profile().client(it.offer()).build().start("localhost:8080", "/ws"));
    }

    /**
     * Returns a client's engine of your own making.
     *
     * @param engine makes a fresh one for a case
     * @return the subject
     */
    public static Subject client(Function<? super ConformanceCase, ClientHandshake> engine) {
        return new EngineSubject(Role.CLIENT, (it, delivery) -> answer(engine.apply(it), it, delivery));
    }

    /** Runs a case. */
    private interface Run {
        Observation observe(ConformanceCase it, Delivery delivery);
    }

    private record EngineSubject(Role role, Run run) implements Subject {
        @Override
        public String name() {
            return "the engine of the " + (role == Role.SERVER ? "server" : "client");
        }

        @Override
        public Observation observe(ConformanceCase it, Delivery delivery) {
            return run.observe(it, delivery);
        }
    }

    private static Observation serve(ServerHandshake engine, ConformanceCase it, Delivery delivery) {
        List<String> pieces = delivery.pieces(it, Placeholders.defaults());
        Driven driven = drive(engine, pieces, it.end());
        Ending ending = serverEnding(engine, driven);
        return new Observation(ending, String.join("", pieces), driven.sent(), "", inside(engine, driven.unread()));
    }

    private static Ending serverEnding(Handshake engine, Driven driven) {
        return switch (driven.last()) {
            case OPEN -> Ending.ACCEPTED;
            case FAILED ->
                switch (engine.failure().failure()) {
                    case NOT_HTTP -> Ending.CLOSED;
                    case PEER_LEFT -> Ending.SILENT;
                    default -> Ending.REFUSED;
                };
            default -> Ending.SILENT;
        };
    }

    private static Observation answer(ClientHandshake engine, ConformanceCase it, Delivery delivery) {
        String request = drive(engine, List.of(), false).sent();
        List<String> pieces = delivery.pieces(it, Placeholders.ofRequest(request));
        // Only a deadline ends the wait of a client, and an engine has none; so the server ends it.
        Driven driven = drive(engine, pieces, true);
        Ending ending = driven.last() == Step.OPEN ? Ending.ACCEPTED : Ending.REFUSED;
        return new Observation(ending, String.join("", pieces), request, "", inside(engine, driven.unread()));
    }

    /** How far an engine came: what it wrote, what it did not want to read, and what it asks for now. */
    private record Driven(String sent, String unread, Step last) {}

    private static Driven drive(Handshake engine, List<String> pieces, boolean end) {
        StringBuilder sent = new StringBuilder();
        StringBuilder unread = new StringBuilder();
        for (String piece : pieces) {
            ByteBuffer octets = ByteBuffer.wrap(Octets.bytes(piece));
            while (octets.hasRemaining() && advance(engine, sent) == Step.READ) {
                ByteBuffer input = engine.input();
                int count = Math.min(octets.remaining(), input.remaining());
                input.put(octets.slice(octets.position(), count));
                octets.position(octets.position() + count);
            }
            unread.append(text(octets));
        }
        if (end && advance(engine, sent) == Step.READ) {
            engine.endOfInput();
        }
        Step last = advance(engine, sent);
        return new Driven(sent.toString(), unread.toString(), last);
    }

    /** Goes on to where octets are wanted or all is said. */
    private static Step advance(Handshake engine, StringBuilder sent) {
        while (true) {
            Step step = engine.step();
            if (step == Step.WRITE) {
                ByteBuffer output = engine.output();
                sent.append(text(output));
                output.position(output.limit());
            } else if (step == Step.DECIDE && engine instanceof ServerHandshake server) {
                server.decide(Decision.accept());
            } else {
                return step;
            }
        }
    }

    private static Inside inside(Handshake engine, String unread) {
        boolean open = engine.step() == Step.OPEN;
        HandshakeFailure rule = engine.step() == Step.FAILED ? engine.failure().failure() : null;
        HandshakeRequest request = open ? engine.request() : null;
        HandshakeResponse response =
                rule == null ? engine.response() : engine.failure().response().orElse(null);
        return new Inside(
                rule,
                open ? text(engine.leftover()) + unread : "",
                request == null ? null : request.target(),
                request == null ? null : request.host(),
                request == null ? List.of() : request.subprotocols(),
                request == null ? List.of() : request.extensions(),
                response == null ? 0 : response.status(),
                open ? engine.subprotocol() : null,
                open ? engine.extensions() : List.of());
    }

    private static String text(ByteBuffer octets) {
        return StandardCharsets.ISO_8859_1.decode(octets.duplicate()).toString();
    }
}
