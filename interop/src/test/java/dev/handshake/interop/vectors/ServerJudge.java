package dev.handshake.interop.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handshake.Extension;
import dev.handshake.HandshakeFailure;
import dev.handshake.Limits;
import dev.handshake.Origins;
import dev.handshake.PermessageDeflate;
import dev.handshake.ServerHandshaker;
import dev.handshake.Subprotocols;
import dev.handshake.interop.vectors.ServerObservation.Facts;
import dev.handshake.interop.wire.Answer;
import java.util.List;
import java.util.Objects;

/** Tells whether what a server did is what a vector asks for. */
final class ServerJudge {

    private ServerJudge() {}

    /** The settings that the vectors assume. */
    static ServerHandshaker.Builder profile() {
        return ServerHandshaker.builder()
                .origins(Origins.any())
                .subprotocols(Subprotocols.serverPreference("chat", "superchat"))
                .extensions(PermessageDeflate.defaults())
                .limits(Limits.defaults().withHeadBytes(16384).withHeaders(100));
    }

    static void check(ServerVector vector, ServerObservation seen) {
        assertThat(seen.kind()).as("outcome, from %s", seen).isIn(vector.acceptable());
        switch (seen.kind()) {
            case ACCEPT -> accepted(vector, seen);
            case REJECT, OVERFLOW -> refused(vector, seen);
            case NEED_MORE -> assertThat(seen.sent()).as("sent").isEmpty();
        }
    }

    private static void accepted(ServerVector vector, ServerObservation seen) {
        Answer answer = Answer.parse(seen.sent());
        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.values("Upgrade")).containsExactly("websocket");
        assertThat(answer.values("Connection")).containsExactly("Upgrade");
        assertThat(answer.values("Sec-WebSocket-Accept"))
                .containsExactly(Placeholders.accept(Placeholders.keyOf(vector.input())));
        assertThat(answer.values("Content-Length")).isEmpty();
        assertThat(answer.behind()).as("behind the 101").isEmpty();
        assertThat(seen.leftover()).as("leftover").isEqualTo(vector.leftover());
        facts(vector, Objects.requireNonNull(seen.read()), answer);
    }

    private static void facts(ServerVector vector, Facts read, Answer answer) {
        vector.parsed("target").ifPresent(it -> assertThat(read.target()).isEqualTo(it.asText()));
        vector.parsed("host").ifPresent(it -> assertThat(read.host()).isEqualTo(it.asText()));
        vector.parsed("accept")
                .ifPresent(
                        it -> assertThat(answer.values("Sec-WebSocket-Accept")).containsExactly(it.asText()));
        vector.parsed("subprotocols")
                .ifPresent(it -> assertThat(read.subprotocols()).isEqualTo(Vectors.list(it, JsonNode::asText)));
        vector.parsed("extensions")
                .ifPresent(it -> assertThat(read.extensions()).isEqualTo(Vectors.list(it, ServerJudge::extension)));
        JsonNode negotiated = vector.json().get("negotiated_extensions");
        if (negotiated != null) {
            assertThat(answer.values("Sec-WebSocket-Extensions")).isEqualTo(Vectors.list(negotiated, JsonNode::asText));
        }
        List<String> chosen = answer.values("Sec-WebSocket-Protocol");
        boolean chat = read.subprotocols().contains("chat");
        assertThat(chosen).isEqualTo(chat ? List.of("chat") : List.of());
    }

    private static Extension extension(JsonNode named) {
        return new Extension(
                named.get(0).asText(),
                Vectors.list(
                        named.get(1),
                        parameter -> new Extension.Parameter(
                                parameter.get(0).asText(),
                                parameter.get(1).isNull()
                                        ? null
                                        : parameter.get(1).asText())));
    }

    private static void refused(ServerVector vector, ServerObservation seen) {
        HandshakeFailure failure = Objects.requireNonNull(seen.failure());
        Answer answer = Answer.parse(seen.sent());
        assertThat(answer.status()).isIn(vector.status());
        assertThat(answer.values("Connection").get(0)).containsIgnoringCase("close");
        assertThat(answer.values("Content-Type")).containsExactly("text/plain; charset=utf-8");
        if (vector.isHead()) {
            assertThat(answer.body()).isEmpty();
        } else {
            assertThat(answer.body()).hasSize(answer.contentLength()).contains(failure.name());
        }
        assertThat(answer.behind()).as("behind the refusal").isEmpty();
        assertThat(answer.fields()).containsAll(vector.mustHave());
        if (answer.status() == 426) {
            assertThat(answer.fields()).contains("Upgrade: websocket", "Sec-WebSocket-Version: 13");
            assertThat(answer.values("Connection").toString()).contains("Upgrade");
        }
    }
}
