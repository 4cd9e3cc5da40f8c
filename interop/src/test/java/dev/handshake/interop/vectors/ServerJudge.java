package dev.handshake.interop.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.Extension;
import dev.handshake.HandshakeFailure;
import dev.handshake.conformance.Facts;
import dev.handshake.conformance.Placeholders;
import dev.handshake.interop.wire.Answer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells whether what a server did is what a vector asks for. */
final class ServerJudge {

    private ServerJudge() {}

    static void check(ServerVector vector, ServerObservation seen) {
        assertThat(seen.kind()).as("outcome, from %s", seen).isIn(vector.of().acceptable());
        switch (seen.kind()) {
            case ACCEPT -> accepted(vector, seen);
            case REFUSE -> refused(vector, seen);
            case CLOSE, WAIT -> assertThat(seen.sent()).as("sent").isEmpty();
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

    private static void facts(ServerVector vector, ServerObservation.Facts read, Answer answer) {
        Facts facts = vector.of().facts();
        stated(read.target(), filled(facts.target()));
        stated(read.host(), filled(facts.host()));
        stated(read.subprotocols(), facts.subprotocols());
        stated(read.extensions(), facts.extensions() == null ? null : extensions(facts.extensions()));
        stated(answer.values("Sec-WebSocket-Accept"), facts.accept() == null ? null : List.of(facts.accept()));
        stated(answer.values("Sec-WebSocket-Extensions"), vector.of().agreed().extensions());
        List<String> chosen = answer.values("Sec-WebSocket-Protocol");
        String agreed = vector.of().agreed().subprotocol();
        String known = read.subprotocols().contains("chat") ? "chat" : "";
        assertThat(String.join("", chosen)).isEqualTo(agreed == null ? known : agreed);
    }

    private static void stated(Object seen, @Nullable Object expected) {
        if (expected != null) {
            assertThat(seen).isEqualTo(expected);
        }
    }

    private static @Nullable String filled(@Nullable String template) {
        return template == null ? null : Placeholders.defaults().fill(template);
    }

    private static List<Extension> extensions(List<String> named) {
        return named.stream().flatMap(it -> Extension.parse(it).stream()).toList();
    }

    private static void refused(ServerVector vector, ServerObservation seen) {
        HandshakeFailure failure = Objects.requireNonNull(seen.failure());
        Answer answer = Answer.parse(seen.sent());
        assertThat(failure).isEqualTo(vector.of().failure().orElseThrow());
        assertThat(answer.status()).isIn(vector.of().refusal().statuses());
        assertThat(answer.values("Connection").get(0)).containsIgnoringCase("close");
        assertThat(answer.values("Content-Type")).containsExactly("text/plain; charset=utf-8");
        if (vector.isHead()) {
            assertThat(answer.body()).isEmpty();
        } else {
            assertThat(answer.body()).hasSize(answer.contentLength()).contains(failure.name());
        }
        assertThat(answer.behind()).as("behind the refusal").isEmpty();
        assertThat(answer.fields()).containsAll(vector.of().refusal().fields());
        if (answer.status() == 426) {
            assertThat(answer.fields()).contains("Upgrade: websocket", "Sec-WebSocket-Version: 13");
            assertThat(answer.values("Connection").toString()).contains("Upgrade");
        }
    }
}
