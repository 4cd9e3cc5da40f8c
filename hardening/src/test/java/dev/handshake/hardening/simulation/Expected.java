package dev.handshake.hardening.simulation;

import dev.handshake.ClientHandshake;
import dev.handshake.Extension;
import dev.handshake.Handshake;
import dev.handshake.HandshakeException;
import dev.handshake.HandshakeResponse;
import dev.handshake.ServerHandshake;
import dev.handshake.ServerHandshaker;
import dev.handshake.Step;
import dev.handshake.tls.TlsException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What bare engines make of the same octets, in one piece and in no time; so a calm network must come to the same. */
final class Expected {

    private static final String ONCE_MORE = ", once more";

    final List<String> outcomes = new ArrayList<>();
    final StringBuilder written = new StringBuilder();
    String leftover = "";

    /** Comes to an end before anything of a handshake is written. */
    static Expected only(String outcome) {
        Expected expected = new Expected();
        expected.outcomes.add(outcome);
        return expected;
    }

    /** Serves what one client sends, which may be several requests. */
    static Expected server(ServerHandshaker server, Decisions decisions, String octets, boolean ends) {
        Expected expected = new Expected();
        String rest = octets;
        while (true) {
            ServerHandshake engine = server.start();
            rest = expected.feed(engine, decisions, rest);
            Step last = engine.step();
            if (last == Step.READ) {
                expected.outcomes.add(ends ? "PEER_LEFT" : "TIMED_OUT");
                return expected;
            }
            String unused = text(engine.leftover()) + rest;
            if (last == Step.OPEN) {
                expected.leftover = unused;
                expected.outcomes.add(outcome(engine.subprotocol(), engine.extensions()));
                return expected;
            }
            HandshakeException failure = engine.failure();
            expected.outcomes.add(outcome(failure));
            if (!failure.reusable()) {
                return expected;
            }
            rest = unused;
        }
    }

    /** Answers one client's request, and ends the stream behind that or not. */
    static Expected client(ClientHandshake engine, UnaryOperator<String> answers, boolean ends) {
        Expected expected = new Expected();
        expected.feed(engine, Decisions.NONE, "");
        String rest = expected.feed(engine, Decisions.NONE, answers.apply(expected.written.toString()));
        if (engine.step() == Step.READ && ends) {
            engine.endOfInput();
        }
        switch (engine.step()) {
            case OPEN -> {
                expected.leftover = text(engine.leftover()) + rest;
                expected.outcomes.add(outcome(engine.subprotocol(), engine.extensions()));
            }
            case FAILED -> expected.outcomes.add(outcome(engine.failure()));
            default -> {
                // A refusal is known before its body is complete.
                HandshakeResponse refusal = engine.response();
                expected.outcomes.add(refusal == null ? "TIMED_OUT" : "UPGRADE_DECLINED " + refusal.status() + " *");
            }
        }
        return expected;
    }

    /** Returns what the engine did not want to read. */
    private String feed(Handshake engine, Decisions decisions, String octets) {
        ByteBuffer input = ByteBuffer.wrap(Talk.octets(octets));
        while (true) {
            switch (engine.step()) {
                case READ -> {
                    if (!input.hasRemaining()) {
                        return "";
                    }
                    ByteBuffer room = engine.input();
                    int count = Math.min(room.remaining(), input.remaining());
                    room.put(input.slice(input.position(), count));
                    input.position(input.position() + count);
                }
                case WRITE -> written.append(StandardCharsets.ISO_8859_1.decode(engine.output()));
                case DECIDE -> decisions.on((ServerHandshake) engine);
                default -> {
                    return text(input);
                }
            }
        }
    }

    private static String text(ByteBuffer octets) {
        return StandardCharsets.ISO_8859_1.decode(octets.duplicate()).toString();
    }

    static String outcome(@Nullable String subprotocol, List<Extension> extensions) {
        return "open with " + subprotocol + " and " + extensions;
    }

    /** Tells whether one of the outcomes is this one; a star stands for what a body that is not complete may hold. */
    boolean allows(String outcome) {
        return outcomes.stream()
                .anyMatch(each -> each.endsWith("*")
                        ? outcome.startsWith(each.substring(0, each.length() - 1))
                        : each.equals(outcome) || each.equals(outcome + ONCE_MORE));
    }

    /** The same, but the body of a refusal may be cut off. */
    boolean allowsInPart(String outcome) {
        boolean refusal = outcome.startsWith("UPGRADE_DECLINED");
        return allows(outcome) || refusal && outcomes.stream().anyMatch(each -> each.startsWith(outcome));
    }

    static String outcome(Throwable failure) {
        if (failure instanceof TlsException e) {
            return "TLS " + e.failure();
        }
        if (!(failure instanceof HandshakeException e)) {
            return failure.getClass().getSimpleName();
        }
        return e.failure()
                + e.response()
                        .map(response -> " " + response.status() + " " + response.bodyText())
                        .orElse("")
                + (e.reusable() ? ONCE_MORE : "");
    }
}
