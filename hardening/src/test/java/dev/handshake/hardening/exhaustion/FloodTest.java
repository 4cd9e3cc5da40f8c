package dev.handshake.hardening.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.handshake.ClientHandshake;
import dev.handshake.ClientHandshaker;
import dev.handshake.Decision;
import dev.handshake.Handshake;
import dev.handshake.Limits;
import dev.handshake.Origins;
import dev.handshake.PermessageDeflate;
import dev.handshake.SecWebSocketKey;
import dev.handshake.ServerHandshake;
import dev.handshake.ServerHandshaker;
import dev.handshake.Step;
import dev.handshake.Subprotocols;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Heads made to cost as much as they can, of a size that no default limit lets in. Four times as much of it must cost about
 * four times as much, in a processor's time and in memory, however it is cut up; and refusing it no more than accepting it.
 */
@Timeout(120)
class FloodTest {

    private static final int PARTS = 500;
    private static final int TIMES = 4;

    /** Quadratic work would make it 16. */
    private static final double ABOUT = 9;

    private static final double NO_DEARER = 3;
    private static final int ROUNDS = 5;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Limits WIDE =
            Limits.defaults().withHeadBytes(1 << 22).withHeaders(1 << 20).withTargetBytes(1 << 22);
    private static final ServerHandshaker SERVER = ServerHandshaker.builder()
            .limits(WIDE)
            .origins(Origins.any())
            .subprotocols(Subprotocols.clientPreference("chat"))
            .extensions(PermessageDeflate.defaults())
            .build();
    private static final ClientHandshaker CLIENT = ClientHandshaker.builder()
            .limits(WIDE)
            .subprotocols("chat")
            .extensions(PermessageDeflate.defaults())
            .build();

    /** What there is much of. */
    enum Flood {
        FIELDS(i -> "X-" + i + ": value\r\n"),
        THE_SAME_FIELD(i -> "X-Same: value\r\n"),
        /** All of these have the same String.hashCode(). */
        COLLIDING_FIELDS(i -> "X-" + colliding(i) + ": value\r\n"),
        EMPTY_FIELDS(i -> "X:\r\n"),
        SUBPROTOCOL_FIELDS(i -> "Sec-WebSocket-Protocol: p" + i + "\r\n"),
        EXTENSION_FIELDS(i -> "Sec-WebSocket-Extensions: e" + i + "; a=" + i + "\r\n"),
        CONNECTION_FIELDS(i -> "Connection: c" + i + "\r\n"),
        UPGRADE_FIELDS(i -> "Upgrade: u" + i + "/1\r\n"),
        LONG_VALUE("X-Long: ", i -> "0123456789"),
        WHITE_SPACE("X-White: ", i -> " \t \t \t \t"),
        CONNECTION_LIST("Connection: ", i -> "token" + i + ", "),
        UPGRADE_LIST("Upgrade: ", i -> "token" + i + "/1, "),
        SUBPROTOCOL_LIST("Sec-WebSocket-Protocol: p", i -> ", p" + i),
        COLLIDING_SUBPROTOCOLS("Sec-WebSocket-Protocol: p", i -> ", " + colliding(i)),
        EMPTY_MEMBERS("Connection: close-not", i -> ",,,,,,,,,"),
        EXTENSION_LIST("Sec-WebSocket-Extensions: first", i -> ", x" + i + "; a=\"" + i + "\""),
        DEFLATE_OFFERS(
                "Sec-WebSocket-Extensions: first",
                i -> ", permessage-deflate; server_max_window_bits=8; client_max_window_bits=7"),
        PARAMETERS("Sec-WebSocket-Extensions: first", i -> "; p" + i + "=v"),
        QUOTED("Sec-WebSocket-Extensions: first; a=\"", i -> "\\a\\b", "\"");

        private final String before;
        private final IntFunction<String> part;
        private final String behind;

        Flood(IntFunction<String> line) {
            this("", line, "");
        }

        Flood(String before, IntFunction<String> part) {
            this(before, part, "\r\n");
        }

        Flood(String before, IntFunction<String> part, String behind) {
            this.before = before;
            this.part = part;
            this.behind = behind.equals("\"") ? "\"\r\n" : behind;
        }

        String of(int parts) {
            return before + IntStream.range(0, parts).mapToObj(part).collect(Collectors.joining()) + behind;
        }

        /** "Aa" and "BB" have the same hash, and so have all words of these two that are equally long. */
        private static String colliding(int i) {
            return Integer.toBinaryString(1 << 20 | i).replace("0", "Aa").replace("1", "BB");
        }
    }

    @ParameterizedTest
    @EnumSource
    void costsInProportion(Flood flood) {
        Cost less = Cost.ofServer(request(flood, PARTS, true), Integer.MAX_VALUE);
        Cost more = Cost.ofServer(request(flood, TIMES * PARTS, true), Integer.MAX_VALUE);
        assertThat(more.nanos / less.nanos).as("time").isLessThan(ABOUT);
        assertThat(more.bytes / less.bytes).as("memory").isLessThan(ABOUT);
        Cost refused = Cost.ofServer(request(flood, TIMES * PARTS, false), Integer.MAX_VALUE);
        assertThat(refused.nanos / more.nanos).as("refused, time").isLessThan(NO_DEARER);
        assertThat(refused.bytes / more.bytes).as("refused, memory").isLessThan(NO_DEARER);
    }

    @ParameterizedTest
    @EnumSource
    void costsInProportionOctetByOctet(Flood flood) {
        Cost less = Cost.ofServer(request(flood, PARTS, true), 1);
        Cost more = Cost.ofServer(request(flood, TIMES * PARTS, true), 1);
        assertThat(more.nanos / less.nanos).as("time").isLessThan(ABOUT);
        assertThat(more.bytes / less.bytes).as("memory").isLessThan(ABOUT);
    }

    @ParameterizedTest
    @EnumSource
    void costsAClientInProportion(Flood flood) {
        Cost less = Cost.ofClient(flood.of(PARTS));
        Cost more = Cost.ofClient(flood.of(TIMES * PARTS));
        assertThat(more.nanos / less.nanos).as("time").isLessThan(ABOUT);
        assertThat(more.bytes / less.bytes).as("memory").isLessThan(ABOUT);
    }

    /** The key stands last, so that what is missing is not known sooner. */
    private static byte[] request(Flood flood, int parts, boolean good) {
        String request = "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\n" + flood.of(parts) + "Sec-WebSocket-Key: "
                + (good ? "dGhlIHNhbXBsZSBub25jZQ==" : "none") + "\r\n\r\n";
        return request.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The least of some rounds: what was not disturbed. */
    private record Cost(double nanos, double bytes) {

        static Cost ofServer(byte[] request, int piece) {
            return least(() -> {
                ServerHandshake engine = SERVER.start();
                drive(engine, request, piece);
                return engine.step();
            });
        }

        static Cost ofClient(String fields) {
            return least(() -> {
                ClientHandshake engine = CLIENT.start("localhost", "/");
                String asked = StandardCharsets.ISO_8859_1
                        .decode(engine.output().duplicate())
                        .toString();
                String key = asked.replaceFirst("(?s).*Sec-WebSocket-Key: (\\S+).*", "$1");
                String response = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + SecWebSocketKey.parse(key).accept() + "\r\n" + fields + "\r\n";
                drive(engine, response.getBytes(StandardCharsets.ISO_8859_1), Integer.MAX_VALUE);
                return engine.step();
            });
        }

        private static Cost least(Work work) {
            double nanos = Double.MAX_VALUE;
            double bytes = Double.MAX_VALUE;
            for (int i = 0; i < ROUNDS; i++) {
                long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
                long before = THREADS.getCurrentThreadCpuTime();
                Step end = work.run();
                nanos = Math.min(nanos, THREADS.getCurrentThreadCpuTime() - before);
                bytes = Math.min(bytes, THREADS.getCurrentThreadAllocatedBytes() - bytesBefore);
                assertThat(end).isIn(Step.OPEN, Step.FAILED);
            }
            return new Cost(nanos, bytes);
        }

        private static void drive(Handshake engine, byte[] octets, int piece) {
            ByteBuffer input = ByteBuffer.wrap(octets);
            while (engine.step() != Step.OPEN && engine.step() != Step.FAILED) {
                switch (engine.step()) {
                    case READ -> {
                        ByteBuffer room = engine.input();
                        int count = Math.min(piece, Math.min(room.remaining(), input.remaining()));
                        room.put(input.slice(input.position(), count));
                        input.position(input.position() + count);
                    }
                    case WRITE -> engine.output().position(engine.output().limit());
                    default -> ((ServerHandshake) engine).decide(Decision.accept());
                }
            }
        }
    }

    /** What is measured. */
    private interface Work {
        Step run();
    }
}
