package dev.handshake.interop.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.ClientHandshake;
import dev.handshake.Step;
import dev.handshake.interop.wire.Octets;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The client's vectors on the engine alone. */
class ClientEngineVectorsTest {

    /** More than most cases have octets; only the few that are there for their length are not cut everywhere. */
    private static final int MOST_CUTS = 1000;

    @ParameterizedTest
    @MethodSource("vectors")
    void endsAsTheVectorSays(ClientVector vector) {
        whole(vector).checkedBy(vector);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void endsTheSameOctetByOctet(ClientVector vector) {
        assertThat(drive(vector, Octets::single)).isEqualTo(whole(vector));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void endsTheSameInAnyTwoPieces(ClientVector vector) {
        ClientObservation whole = whole(vector);
        int length = vector.answerTo(request(start(vector))).length();
        for (int at : Octets.cuts(length, MOST_CUTS)) {
            int first = at;
            ClientObservation split = drive(vector, answer -> Octets.split(answer, first));
            if (!split.equals(whole)) {
                assertThat(split).as("split at %d", at).isEqualTo(whole);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void waitsForMoreAfterEachPrefixOfAGoodHead(ClientVector vector) {
        int length = vector.answerTo(request(start(vector))).length()
                - vector.leftover().length();
        for (int at : Octets.cuts(length, MOST_CUTS)) {
            ClientHandshake engine = start(vector);
            String answer = vector.answerTo(request(engine)).substring(0, at);
            assertThat(feed(engine, List.of(answer))).as("%d octets", at).isEmpty();
            assertThat(engine.step()).as("%d octets", at).isEqualTo(Step.READ);
        }
    }

    @Test
    void deviatesOnlyWhereTheDocumentsSaySo() {
        List<ClientVector> deviating = ClientVector.all().stream()
                .filter(vector -> whole(vector).kind() != vector.of().expect())
                .toList();
        assertThat(deviating).isEmpty();
    }

    static List<ClientVector> vectors() {
        return ClientVector.all();
    }

    static List<ClientVector> accepted() {
        return ClientVector.accepted();
    }

    private static ClientObservation whole(ClientVector vector) {
        return drive(vector, List::of);
    }

    private static ClientObservation drive(ClientVector vector, Function<String, List<String>> pieces) {
        ClientHandshake engine = start(vector);
        String unread = feed(engine, pieces.apply(vector.answerTo(request(engine))));
        if (engine.step() == Step.READ) {
            engine.endOfInput();
        }
        return engine.step() == Step.OPEN
                ? ClientObservation.accepted(
                        Objects.requireNonNull(engine.response()),
                        Octets.text(engine.leftover()) + unread,
                        engine.subprotocol())
                : ClientObservation.failed(engine.failure());
    }

    private static ClientHandshake start(ClientVector vector) {
        return vector.handshaker().start("localhost:8080", "/ws");
    }

    /** Takes the request that is to be sent. */
    private static String request(ClientHandshake engine) {
        StringBuilder request = new StringBuilder();
        while (engine.step() == Step.WRITE) {
            ByteBuffer output = engine.output();
            request.append(Octets.text(output));
            output.position(output.limit());
        }
        return request.toString();
    }

    /** Hands octets over for as long as they are wanted, and returns the rest. */
    private static String feed(ClientHandshake engine, List<String> pieces) {
        StringBuilder unread = new StringBuilder();
        for (String piece : pieces) {
            ByteBuffer octets = ByteBuffer.wrap(Octets.of(piece));
            while (octets.hasRemaining() && engine.step() == Step.READ) {
                ByteBuffer input = engine.input();
                int count = Math.min(input.remaining(), octets.remaining());
                input.put(octets.slice(octets.position(), count));
                octets.position(octets.position() + count);
            }
            unread.append(Octets.text(octets));
        }
        return unread.toString();
    }
}
