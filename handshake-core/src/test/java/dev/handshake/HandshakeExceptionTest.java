package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class HandshakeExceptionTest {

    static List<String> refused() {
        return List.of(
                Wire.requestWithout("Upgrade"),
                Wire.requestWhere("Upgrade", "h2c"),
                Wire.requestWith("A : b"),
                Wire.REQUEST.replace("HTTP/1.1", "HTTP/1.0"),
                "x".repeat(Limits.defaults().headBytes()));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void saysTheSameAfterTheEngineHasGoneOn(String request) {
        String expected = Outcome.of(ServerHandshaker.create().start(), Wire.octets(request))
                .failure()
                .getMessage();
        ServerHandshake engine = ServerHandshaker.create().start();
        HandshakeException failure = Outcome.of(engine, Wire.octets(request)).failure();
        engine.reset();
        Outcome.of(engine, Wire.octets(Wire.requestWhere("Upgrade", "other").replace("/chat", "/else")));
        assertThat(failure).hasMessage(expected).hasMessageStartingWith(failure.failure() + ": ");
    }

    @ParameterizedTest
    @EnumSource
    void hasAStackTraceOnlyWhereAWaitingVerbThrowsIt(Style style) {
        ScriptedTransport transport = new ScriptedTransport();
        ServerHandshaker handshaker = ServerHandshaker.create();
        HandshakeException failure = style.of(
                        () -> handshaker.accept(transport, Wire.buffer("no HTTP\n\n")),
                        () -> handshaker.acceptAsync(transport, Wire.buffer("no HTTP\n\n")))
                .refused();
        if (style == Style.WAITING) {
            assertThat(failure.getStackTrace())
                    .extracting(StackTraceElement::getClassName)
                    .contains(HandshakeExceptionTest.class.getName());
        } else {
            assertThat(failure.getStackTrace()).isEmpty();
        }
    }

    @Test
    void hasNoStackTraceFromAnEngine() {
        Outcome outcome = Outcome.of(ServerHandshaker.create().start(), Wire.octets("no HTTP\n\n"));
        assertThat(outcome.failure().getStackTrace()).isEmpty();
    }

    @Test
    void keepsItsMessageWhereItIsSerialized() throws IOException, ClassNotFoundException {
        HandshakeException failure = Outcome.of(
                        ServerHandshaker.create().start(), Wire.octets(Wire.requestWhere("Upgrade", "h2c")))
                .failure();
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(octets)) {
            out.writeObject(failure);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(octets.toByteArray()))) {
            HandshakeException copy = (HandshakeException) in.readObject();
            assertThat(copy).hasMessage(failure.getMessage()).hasMessageContaining("h2c");
            assertThat(copy.failure()).isEqualTo(HandshakeFailure.NO_UPGRADE_WEBSOCKET);
        }
    }
}
