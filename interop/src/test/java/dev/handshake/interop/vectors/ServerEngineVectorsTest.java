package dev.handshake.interop.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.Decision;
import dev.handshake.HandshakeFailure;
import dev.handshake.ServerHandshake;
import dev.handshake.Step;
import dev.handshake.conformance.Outcome;
import dev.handshake.conformance.Strictness;
import dev.handshake.interop.wire.Answer;
import dev.handshake.interop.wire.Octets;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The server's vectors on the engine alone. */
class ServerEngineVectorsTest {

    /** More than most cases have octets; only the few that are there for their length are not cut everywhere. */
    private static final int MOST_CUTS = 1000;

    private static final String MARK = "mArKeRofThEtEsT";

    @ParameterizedTest
    @MethodSource("vectors")
    void endsAsTheVectorSays(ServerVector vector) {
        ServerJudge.check(vector, whole(vector));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void endsTheSameOctetByOctet(ServerVector vector) {
        assertThat(drive(vector, Octets.single(vector.input()))).isEqualTo(whole(vector));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void endsTheSameInAnyTwoPieces(ServerVector vector) {
        ServerObservation whole = whole(vector);
        for (int at : Octets.cuts(vector.input().length(), MOST_CUTS)) {
            ServerObservation split = drive(vector, Octets.split(vector.input(), at));
            if (!split.equals(whole)) {
                assertThat(split).as("split at %d", at).isEqualTo(whole);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void waitsForMoreAfterEachPrefixOfAGoodHead(ServerVector vector) {
        for (int length : Octets.cuts(vector.head().length(), MOST_CUTS)) {
            ServerObservation seen = drive(vector, List.of(vector.head().substring(0, length)));
            if (seen.kind() != Outcome.WAIT || !seen.sent().isEmpty()) {
                assertThat(seen).as("the first %d octets", length).isNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("refused")
    void answersOnceWhateverFollowsARefusal(ServerVector vector) {
        ServerObservation whole = whole(vector);
        String good = ServerVector.accepted().get(0).input();
        for (String more : List.of(good, "\r\n\r\n", "\0\0\0\0", MARK, "\u00ff\u0082\u0081", "x".repeat(40_000))) {
            ServerObservation seen = drive(vector, List.of(vector.input() + more));
            assertThat(seen).as("followed by '%.20s'", more).isEqualTo(whole);
            assertThat(drive(vector, List.of(vector.input(), more))).isEqualTo(whole);
        }
    }

    /** A refusal that depends on nothing but its rule can't hold a thing that the peer sent. */
    @Test
    void answersTheSameToWhateverBreaksARule() {
        Map<String, String> answers = new HashMap<>();
        for (ServerVector vector : ServerVector.refused()) {
            ServerObservation seen = whole(vector);
            HandshakeFailure failure = Objects.requireNonNull(seen.failure());
            String kind = failure
                    + (vector.isHead() ? " to HEAD" : "")
                    + Answer.parse(seen.sent()).status();
            String first = answers.putIfAbsent(kind, seen.sent());
            if (first != null) {
                assertThat(seen.sent()).as(vector + " broke " + failure).isEqualTo(first);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("refused")
    void repeatsNothingOfTheInput(ServerVector vector) {
        String marked = vector.input()
                .replace("/ws", "/" + MARK)
                .replace("localhost", MARK)
                .replace("zzzz", MARK)
                .replace("one", MARK);
        assertThat(drive(vector, List.of(marked)).sent()).isNotEmpty().doesNotContainIgnoringCase(MARK);
    }

    @Test
    void deviatesOnlyWhereTheDocumentsSaySo() {
        List<ServerVector> deviating = ServerVector.all().stream()
                .filter(vector -> whole(vector).kind() != vector.of().expect())
                .toList();
        assertThat(ids(deviating, Strictness.MUST)).isEmpty();
        assertThat(ids(deviating, Strictness.SHOULD))
                .hasSizeLessThanOrEqualTo(5)
                .isEqualTo(Deviations.fromShould());
        assertThat(ids(deviating, Strictness.MAY)).isEqualTo(Deviations.choices());
    }

    private static List<String> ids(List<ServerVector> vectors, Strictness strictness) {
        return vectors.stream()
                .filter(vector -> vector.of().strictness() == strictness)
                .map(vector -> vector.of().id())
                .toList();
    }

    static List<ServerVector> vectors() {
        return ServerVector.all();
    }

    static List<ServerVector> accepted() {
        return ServerVector.accepted();
    }

    static List<ServerVector> refused() {
        return ServerVector.refused();
    }

    private static ServerObservation whole(ServerVector vector) {
        return drive(vector, List.of(vector.input()));
    }

    private static ServerObservation drive(ServerVector vector, List<String> pieces) {
        ServerHandshake engine = vector.profile().start();
        StringBuilder sent = new StringBuilder();
        StringBuilder unread = new StringBuilder();
        for (String piece : pieces) {
            ByteBuffer octets = ByteBuffer.wrap(Octets.of(piece));
            while (octets.hasRemaining() && advance(engine, sent) == Step.READ) {
                move(octets, engine.input());
            }
            unread.append(Octets.text(octets));
        }
        if (advance(engine, sent) == Step.READ) {
            engine.endOfInput();
        }
        return advance(engine, sent) == Step.OPEN
                ? ServerObservation.accepted(
                        Objects.requireNonNull(engine.request()),
                        sent.toString(),
                        Octets.text(engine.leftover()) + unread)
                : ServerObservation.failed(engine.failure(), sent.toString());
    }

    private static void move(ByteBuffer from, ByteBuffer to) {
        int count = Math.min(from.remaining(), to.remaining());
        to.put(from.slice(from.position(), count));
        from.position(from.position() + count);
    }

    /** Goes on to where octets are wanted or all is said. */
    private static Step advance(ServerHandshake engine, StringBuilder sent) {
        while (true) {
            Step step = engine.step();
            if (step == Step.WRITE) {
                ByteBuffer output = engine.output();
                sent.append(Octets.text(output));
                output.position(output.limit());
            } else if (step == Step.DECIDE) {
                engine.decide(Decision.accept());
            } else {
                return step;
            }
        }
    }
}
