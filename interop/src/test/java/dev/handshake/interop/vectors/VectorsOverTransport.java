package dev.handshake.interop.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.interop.wire.Carrier;
import dev.handshake.interop.wire.Octets;
import dev.handshake.interop.wire.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All vectors by the real verbs over one kind of transport. The pieces are really apart: each is sent when the one before
 * it has been read.
 *
 * <p>Whole and in small pieces, up to {@link #MOST_PIECES}, each case goes by both styles of the verb. Two-way splits, up to
 * {@link #MOST_SPLITS} of them spread evenly, alternate between the styles: a cut behind an even number of octets waits, one
 * behind an odd number is async. The tests of the engines go octet by octet and cut everywhere.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class VectorsOverTransport {

    /** {@code -Dinterop.splits=…} cuts in more places, or in fewer. */
    static final int MOST_SPLITS = Integer.getInteger("interop.splits", 16);

    static final int MOST_PIECES = 60;

    private Carrier carrier;

    abstract Carrier open() throws Exception;

    @BeforeAll
    void openCarrier() throws Exception {
        carrier = open();
    }

    @AfterAll
    void closeCarrier() throws Exception {
        carrier.close();
    }

    @ParameterizedTest
    @MethodSource("serverVectors")
    void serverEndsAsTheVectorSays(ServerVector vector) throws Exception {
        String input = vector.input();
        ServerObservation waited = ServerConversation.hold(carrier, false, vector, List.of(input));
        ServerJudge.check(vector, waited);
        assertThat(ServerConversation.hold(carrier, true, vector, List.of(input)))
                .isEqualTo(waited);
        List<Callable<Void>> conversations = new ArrayList<>();
        for (boolean async : List.of(true, false)) {
            conversations.add(server("in small pieces", async, vector, Octets.dribbled(input, MOST_PIECES), waited));
        }
        for (int at : Octets.cuts(input.length(), MOST_SPLITS)) {
            conversations.add(server("cut at " + at, at % 2 == 1, vector, Octets.split(input, at), waited));
        }
        Threads.all(conversations);
    }

    private Callable<Void> server(
            String how, boolean async, ServerVector vector, List<String> pieces, ServerObservation expected) {
        return () -> {
            ServerObservation seen = ServerConversation.hold(carrier, async, vector, pieces);
            assertThat(seen).as("%s, async %s", how, async).isEqualTo(expected);
            return null;
        };
    }

    @ParameterizedTest
    @MethodSource("clientVectors")
    void clientEndsAsTheVectorSays(ClientVector vector) throws Exception {
        ClientObservation waited = ClientConversation.hold(carrier, false, vector, List::of);
        waited.checkedBy(vector);
        assertThat(ClientConversation.hold(carrier, true, vector, List::of)).isEqualTo(waited);
        List<Callable<Void>> conversations = new ArrayList<>();
        for (boolean async : List.of(true, false)) {
            conversations.add(
                    client("in small pieces", async, vector, answer -> Octets.dribbled(answer, MOST_PIECES), waited));
        }
        int length = vector.answerTo("\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")
                .length();
        for (int at : Octets.cuts(length, MOST_SPLITS)) {
            conversations.add(client("cut at " + at, at % 2 == 1, vector, answer -> Octets.split(answer, at), waited));
        }
        Threads.all(conversations);
    }

    private Callable<Void> client(
            String how,
            boolean async,
            ClientVector vector,
            Function<String, List<String>> pieces,
            ClientObservation expected) {
        return () -> {
            ClientObservation seen = ClientConversation.hold(carrier, async, vector, pieces);
            assertThat(seen).as("%s, async %s", how, async).isEqualTo(expected);
            return null;
        };
    }

    static List<ServerVector> serverVectors() {
        return ServerVector.all();
    }

    static List<ClientVector> clientVectors() {
        return ClientVector.all();
    }
}
