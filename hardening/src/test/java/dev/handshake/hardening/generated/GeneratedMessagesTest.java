package dev.handshake.hardening.generated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.ClientHandshake;
import dev.handshake.ClientHandshaker;
import dev.handshake.Decision;
import dev.handshake.Extension;
import dev.handshake.Handshake;
import dev.handshake.HandshakeRequest;
import dev.handshake.Limits;
import dev.handshake.SecWebSocketKey;
import dev.handshake.ServerHandshake;
import dev.handshake.ServerHandshaker;
import dev.handshake.Step;
import dev.handshake.hardening.Runs;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every valid message that the grammar can make is accepted, and what was read of it is what was put into it. */
class GeneratedMessagesTest {

    private static final int FEW = 20_000;
    private static final ServerHandshaker SERVER = ServerHandshaker.builder()
            .limits(Limits.defaults().withHeadBytes(1 << 16))
            .build();

    @Test
    void acceptsEveryRequestThatTheGrammarMakes() {
        long tried = Runs.each("requests", FEW, 1, seed -> request(new Grammar(new SplittableRandom(seed))));
        Runs.report("requests: " + tried);
    }

    @Test
    void acceptsEveryResponseThatTheGrammarMakes() {
        long tried = Runs.each("responses", FEW, 1, seed -> response(new Grammar(new SplittableRandom(seed))));
        Runs.report("responses: " + tried);
    }

    private static void request(Grammar draw) {
        String target = draw.target();
        String host = draw.host();
        Set<String> subprotocols = tokens(draw);
        Map<String, String> extensions = extensions(draw);
        Map<String, String> more = more(draw);
        List<String> lines = new ArrayList<>();
        lines.add(draw.line("Host", host));
        lines.add(draw.line("Sec-WebSocket-Key", draw.key()));
        lines.add(draw.line("Sec-WebSocket-Version", "13"));
        addList(
                draw,
                lines,
                "Connection",
                Stream.concat(Stream.of(draw.anyCase("Upgrade")), members(draw)).toList());
        addList(
                draw,
                lines,
                "Upgrade",
                Stream.concat(Stream.of(draw.anyCase("websocket")), members(draw))
                        .toList());
        // The order within a list is kept, so the lines of one must not be shuffled among each other.
        List<List<String>> groups = new ArrayList<>();
        lines.forEach(line -> groups.add(List.of(line)));
        if (!subprotocols.isEmpty()) {
            groups.add(draw.lines("Sec-WebSocket-Protocol", List.copyOf(subprotocols)));
        }
        if (!extensions.isEmpty()) {
            groups.add(draw.lines("Sec-WebSocket-Extensions", List.copyOf(extensions.values())));
        }
        more.forEach((name, value) -> groups.add(List.of(draw.line(name, value))));
        Collections.shuffle(groups, new Random(draw.random.nextLong()));
        StringBuilder head = new StringBuilder(draw.chance(5) ? "\r\n" : "")
                .append("GET ")
                .append(target)
                .append(" HTTP/1.1\r\n");
        groups.forEach(group -> group.forEach(head::append));
        String behind = draw.chance(30) ? draw.value() : "";

        ServerHandshake engine = SERVER.start();
        String rest = feed(engine, head + "\r\n" + behind, draw);
        assertThat(engine.step())
                .as(() -> head + "\n" + (engine.step() == Step.FAILED ? engine.failure() : ""))
                .isEqualTo(Step.OPEN);
        HandshakeRequest request = engine.request();
        assertThat(request.target()).isEqualTo(target);
        assertThat(request.host()).isEqualTo(host);
        assertThat(request.subprotocols()).isEqualTo(List.copyOf(subprotocols));
        assertThat(request.extensions().stream().map(Extension::toString)).isEqualTo(List.copyOf(extensions.keySet()));
        more.forEach((name, value) ->
                assertThat(request.headers().only(name)).as(name).contains(value));
        assertThat(text(engine.leftover()) + rest).isEqualTo(behind);
    }

    private static void response(Grammar draw) {
        Set<String> offered = new LinkedHashSet<>(tokens(draw));
        offered.add("chat");
        ClientHandshake engine = ClientHandshaker.builder()
                .subprotocols(offered.toArray(String[]::new))
                .offer("permessage-deflate; client_max_window_bits, x-other")
                .build()
                .start("a.example", "/");
        String key = text(engine.output()).replaceAll("(?s).*Sec-WebSocket-Key: (\\S+).*", "$1");
        engine.output().position(engine.output().limit());
        String subprotocol = draw.chance(50) ? draw.one(List.copyOf(offered)) : null;
        Map<String, String> more = more(draw);
        List<String> lines = new ArrayList<>();
        lines.add(draw.line("Sec-WebSocket-Accept", SecWebSocketKey.parse(key).accept()));
        lines.add(draw.line("Upgrade", draw.anyCase("websocket")));
        addList(
                draw,
                lines,
                "Connection",
                Stream.concat(Stream.of(draw.anyCase("Upgrade")), members(draw)).toList());
        if (subprotocol != null) {
            lines.add(draw.line("Sec-WebSocket-Protocol", subprotocol));
        }
        boolean deflate = draw.chance(50);
        if (deflate) {
            lines.add(draw.line("Sec-WebSocket-Extensions", "permessage-deflate"));
        }
        more.forEach((name, value) -> lines.add(draw.line(name, value)));
        Collections.shuffle(lines, new Random(draw.random.nextLong()));
        String behind = draw.chance(30) ? draw.value() : "";
        String interim = draw.chance(20) ? "HTTP/1.1 103 \r\n" + draw.line(draw.token(), draw.value()) + "\r\n" : "";
        String head = interim + "HTTP/1.1 101 " + draw.value() + "\r\n" + String.join("", lines) + "\r\n";

        String rest = feed(engine, head + behind, draw);
        assertThat(engine.step())
                .as(() -> head + "\n" + (engine.step() == Step.FAILED ? engine.failure() : ""))
                .isEqualTo(Step.OPEN);
        assertThat(engine.subprotocol()).isEqualTo(subprotocol);
        assertThat(engine.extensions()).hasSize(deflate ? 1 : 0);
        more.forEach((name, value) ->
                assertThat(engine.response().headers().only(name)).as(name).contains(value));
        assertThat(text(engine.leftover()) + rest).isEqualTo(behind);
    }

    private static Set<String> tokens(Grammar draw) {
        Set<String> tokens = new LinkedHashSet<>();
        for (int i = draw.random.nextInt(4); i > 0; i--) {
            tokens.add(draw.token());
        }
        return tokens;
    }

    private static Stream<String> members(Grammar draw) {
        return draw.chance(70) ? Stream.empty() : Stream.of("x-" + draw.token());
    }

    private static void addList(Grammar draw, List<String> lines, String name, List<String> members) {
        lines.addAll(draw.lines(name, members));
    }

    /** Extensions as they are shown, each with one way to write it. RFC 6455, 9.1: a value may be quoted, if it is a token. */
    private static Map<String, String> extensions(Grammar draw) {
        Map<String, String> extensions = new LinkedHashMap<>();
        for (int i = draw.random.nextInt(3); i > 0; i--) {
            String name = draw.token();
            StringBuilder shown = new StringBuilder(name);
            StringBuilder written = new StringBuilder(name);
            for (int j = draw.random.nextInt(3); j > 0; j--) {
                String parameter = draw.token();
                String value = draw.chance(60) ? draw.token() : null;
                shown.append("; ").append(parameter).append(value == null ? "" : "=" + value);
                boolean quoted = draw.chance(30);
                written.append(draw.ows()).append(';').append(draw.ows()).append(parameter);
                if (value != null) {
                    written.append('=').append(quoted ? '"' + value + '"' : value);
                }
            }
            extensions.put(shown.toString(), written.toString());
        }
        return extensions;
    }

    private static Map<String, String> more(Grammar draw) {
        Map<String, String> more = new LinkedHashMap<>();
        for (int i = draw.random.nextInt(4); i > 0; i--) {
            more.put("X" + i + draw.token(), draw.value());
        }
        return more;
    }

    /** In pieces of any size. Returns what the engine did not want. */
    private static String feed(Handshake engine, String octets, Grammar draw) {
        ByteBuffer input = ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1));
        while (true) {
            switch (engine.step()) {
                case READ -> {
                    if (!input.hasRemaining()) {
                        return "";
                    }
                    ByteBuffer room = engine.input();
                    int most = Math.min(room.remaining(), input.remaining());
                    int count = draw.chance(50) ? most : 1 + draw.random.nextInt(most);
                    room.put(input.slice(input.position(), count));
                    input.position(input.position() + count);
                }
                case WRITE -> engine.output().position(engine.output().limit());
                case DECIDE -> ((ServerHandshake) engine).decide(Decision.accept());
                default -> {
                    return text(input);
                }
            }
        }
    }

    static String text(ByteBuffer octets) {
        return StandardCharsets.ISO_8859_1.decode(octets.duplicate()).toString();
    }
}
