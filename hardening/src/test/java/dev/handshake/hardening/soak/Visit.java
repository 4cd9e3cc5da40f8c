package dev.handshake.hardening.soak;

import dev.handshake.Role;
import dev.handshake.conformance.ConformanceCase;
import dev.handshake.conformance.Corpus;
import dev.handshake.conformance.Placeholders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a client does: it sends octets, and leaves when it has been answered, or without waiting for it.
 *
 * @param octets what it sends
 * @param good whether they are a request that has to be accepted
 * @param end whether it ends its half behind them
 * @param leaving how it goes
 */
record Visit(byte[] octets, boolean good, boolean end, Leaving leaving) {

    /** How a client goes. */
    enum Leaving {
        /** When it has its answer, and with a message of its own has that back; by a reset, so that no port stays behind. */
        SERVED,
        /** As before, but by an end in order. */
        SERVED_IN_ORDER,
        /** By a reset as soon as everything is sent. */
        RESET,
        /** By an end as soon as everything is sent. */
        END
    }

    private static final List<ConformanceCase> CASES = Corpus.load().cases(Role.SERVER);
    private static final Leaving[] OF_GOOD = {
        Leaving.SERVED, Leaving.SERVED, Leaving.SERVED, Leaving.SERVED, Leaving.SERVED_IN_ORDER, Leaving.RESET
    };
    private static final Leaving[] OF_CASE = {
        Leaving.SERVED, Leaving.SERVED, Leaving.SERVED, Leaving.SERVED_IN_ORDER, Leaving.RESET, Leaving.END
    };

    /** Half of them are good; the others are cases of the conformance suite for servers, some of them cut off. */
    static Visit of(SplittableRandom random) {
        return random.nextBoolean() ? good(random) : ofCase(random);
    }

    private static Visit good(SplittableRandom random) {
        String offer = random.nextBoolean() ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "";
        String request = "GET /chat HTTP/1.1\r\nHost: localhost:8080\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + Placeholders.SAMPLE_KEY + "\r\n" + offer
                + "\r\n";
        return new Visit(
                request.getBytes(StandardCharsets.ISO_8859_1), true, false, OF_GOOD[random.nextInt(OF_GOOD.length)]);
    }

    private static Visit ofCase(SplittableRandom random) {
        ConformanceCase it = CASES.get(random.nextInt(CASES.size()));
        byte[] octets = it.input(Placeholders.defaults()).getBytes(StandardCharsets.ISO_8859_1);
        Leaving leaving = OF_CASE[random.nextInt(OF_CASE.length)];
        boolean vanishes = leaving == Leaving.RESET || leaving == Leaving.END;
        if (vanishes && octets.length > 1) {
            octets = Arrays.copyOf(octets, 1 + random.nextInt(octets.length - 1));
        }
        return new Visit(octets, false, it.end(), leaving);
    }
}
