package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A client's engines, whose keys are random, given one response in each way that it can be cut. */
final class ClientSide {

    /** Stands for the accept value that is right. */
    static final String RIGHT = "(right)";

    static final String OPENING = """
            HTTP/1.1 101 Switching Protocols
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Accept: (right)

            """;

    private ClientSide() {}

    /** A response that meets every rule, with further lines. */
    static String openingWith(String... lines) {
        return OPENING.substring(0, OPENING.length() - 1) + String.join("\n", lines) + "\n\n";
    }

    static Outcome run(ClientHandshaker handshaker, String response) {
        return run(() -> handshaker.start("a.example", "/chat"), response);
    }

    static Outcome run(Supplier<ClientHandshake> engines, String response) {
        Outcome whole = one(engines, response);
        int length = Wire.octets(response.replace(RIGHT, Wire.ACCEPT)).length;
        List<int[]> cuttings = new ArrayList<>();
        cuttings.add(Outcome.eachOctet(new byte[length]));
        for (int cut = 1; cut < length; cut += 1 + length / 1000) {
            cuttings.add(new int[] {cut});
        }
        for (int[] cuts : cuttings) {
            Outcome cut = one(engines, response, cuts);
            assertThat(seen(cut)).isEqualTo(seen(whole));
        }
        return whole;
    }

    private static Outcome one(Supplier<ClientHandshake> engines, String response, int... cuts) {
        ClientHandshake engine = engines.get();
        String key = engine.request().headers().only("Sec-WebSocket-Key").orElseThrow();
        String accept = SecWebSocketKey.parse(key).accept();
        return Outcome.of(engine, Wire.octets(response.replace(RIGHT, accept)), cuts);
    }

    /** What is seen of an outcome; its random key aside, and how much had arrived by the time it was told not to be HTTP. */
    private static String seen(Outcome outcome) {
        HandshakeResponse response = outcome.engine().response();
        String all = outcome.seen() + (response == null ? "" : response + response.bodyText());
        String key =
                outcome.engine().request().headers().only("Sec-WebSocket-Key").orElseThrow();
        return all.replace(key, "")
                .replace(SecWebSocketKey.parse(key).accept(), RIGHT)
                .replaceAll("octets were: .*", "");
    }
}
