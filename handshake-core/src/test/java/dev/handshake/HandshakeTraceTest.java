package dev.handshake;

import static dev.handshake.ClientSide.OPENING;
import static dev.handshake.Wire.REQUEST;
import static dev.handshake.Wire.requestWhere;
import static dev.handshake.Wire.requestWith;
import static dev.handshake.Wire.requestWithout;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.handshake.HandshakeTrace.Finding;
import dev.handshake.HandshakeTrace.Slice;
import dev.handshake.HandshakeTrace.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A trace for each way in which a handshake can end, in both roles, against what is on record in {@code src/test/traces}.
 * Run with {@code -Dtraces.update=true} to record what is meant to have changed.
 */
class HandshakeTraceTest {

    private static final Path RECORDED = Path.of("src/test/traces");
    private static final boolean UPDATE = Boolean.getBoolean("traces.update");
    private static final ClientHandshaker OFFERING = ClientHandshaker.builder()
            .subprotocols("chat")
            .offer("permessage-deflate")
            .build();

    private static final Map<String, Supplier<Handshake>> SERVER = new TreeMap<>(Map.ofEntries(
            entry("accepted", () -> server(requestWith("Origin: http://a.example", "Sec-WebSocket-Protocol: chat"))),
            entry("undecided", HandshakeTraceTest::undecided),
            entry("ANY_KEY", () -> relaxed(requestWhere("Sec-WebSocket-Key", "x"))),
            entry("BARE_LF", () -> relaxed(Wire.raw(REQUEST))),
            entry(
                    "OBS_FOLD",
                    () -> relaxed(REQUEST.replace("Connection: Upgrade", "Connection: keep-alive,\n Upgrade"))),
            entry("MISSING_HOST", () -> relaxed(requestWithout("Host"))),
            entry("HTTP_1_0", () -> relaxed(REQUEST.replace("HTTP/1.1", "HTTP/1.0"))),
            entry("HEAD_TOO_LARGE", () -> limited(Limits.defaults().withHeadBytes(100))),
            entry("TOO_MANY_HEADERS", () -> limited(Limits.defaults().withHeaders(2))),
            entry("TARGET_TOO_LONG", () -> limited(Limits.defaults().withTargetBytes(3))),
            entry("BAD_SYNTAX", () -> server(REQUEST.replace("Upgrade:", "Upgrade :"))),
            entry("BAD_HTTP_VERSION", () -> server(REQUEST.replace("HTTP/1.1", "HTTP/1.0"))),
            entry("BAD_METHOD", () -> server(REQUEST.replace("GET", "POST"))),
            entry("NO_HOST", () -> server(requestWithout("Host"))),
            entry("BAD_HOST", () -> server(requestWith("host: b.example"))),
            entry("UNEXPECTED_BODY", () -> server(requestWith("Content-Length: 5"))),
            entry("NO_CONNECTION", () -> server(requestWithout("Connection", "Upgrade"))),
            entry("NO_CONNECTION_UPGRADE", () -> server(requestWhere("Connection", "close"))),
            entry("NO_UPGRADE", () -> server(requestWithout("Upgrade"))),
            entry("NO_UPGRADE_WEBSOCKET", () -> server(requestWhere("Upgrade", "h2c"))),
            entry("NO_SEC_VERSION", () -> server(requestWithout("Sec-WebSocket-Version"))),
            entry("BAD_SEC_VERSION", () -> server(requestWhere("Sec-WebSocket-Version", "8"))),
            entry("NO_SEC_KEY", () -> server(requestWithout("Sec-WebSocket-Key"))),
            entry("BAD_SEC_KEY", () -> server(requestWhere("Sec-WebSocket-Key", "my-secret"))),
            entry(
                    "BAD_SUBPROTOCOL_LIST",
                    () -> server(requestWith("Sec-WebSocket-Protocol: a, b", "sec-websocket-protocol: a"))),
            entry("BAD_EXTENSION_LIST", () -> server(requestWith("Sec-WebSocket-Extensions: x; =1"))),
            entry("BAD_ORIGIN", () -> server(requestWith("Origin: https://b.example"))),
            entry("NO_COMMON_SUBPROTOCOL", () -> requiring(requestWith("Sec-WebSocket-Protocol: x"))),
            entry(
                    "REJECTED",
                    () -> server(Decision.reject(403), requestWith("Authorization: Basic secret", "Cookie: secret"))),
            entry("CALLBACK_FAILED", () -> server(Decision.accept("unasked"), REQUEST)),
            entry("TOO_MANY_PENDING", () -> ServerHandshaker.create().start().turnAway()),
            entry("NOT_HTTP", () -> server("\u0016\u0003\u0001\u0002\u0000\u0001")),
            entry("PEER_LEFT", () -> server("GET /chat HTTP/1.1\nHost: a.example\nCookie: secret"))));

    private static final Map<String, Supplier<Handshake>> CLIENT = new TreeMap<>(Map.ofEntries(
            entry("opened", () -> client(OPENING)),
            entry("sent", () -> OFFERING.start("a.example", "/chat")),
            entry("HEAD_TOO_LARGE", () -> client(OPENING.replace("101", "101 " + "x".repeat(20_000)))),
            entry("TOO_MANY_HEADERS", () -> client(OPENING.replace("Upgrade: w", "A: b\n".repeat(200) + "Upgrade: w"))),
            entry("TOO_MANY_INTERIM", () -> client("HTTP/1.1 103 Early Hints\n\n".repeat(20))),
            entry("BAD_SYNTAX", () -> client(OPENING.replace("101", "1o1"))),
            entry(
                    "UPGRADE_DECLINED",
                    () -> client("HTTP/1.1 404 Not Found\nSet-Cookie: secret\nContent-Length: 2\n\nno")),
            entry("BAD_HTTP_VERSION", () -> client(OPENING.replace("HTTP/1.1", "HTTP/1.0"))),
            entry("NO_CONNECTION", () -> client(OPENING.replace("Connection: Upgrade\n", ""))),
            entry("NO_CONNECTION_UPGRADE", () -> client(OPENING.replace("Connection: Upgrade", "Connection: close"))),
            entry("NO_UPGRADE", () -> client(OPENING.replace("Upgrade: websocket\n", ""))),
            entry("NO_UPGRADE_WEBSOCKET", () -> client(OPENING.replace("websocket", "websocket, h2c"))),
            entry("NO_SEC_ACCEPT", () -> client(OPENING.replaceAll("Sec-WebSocket-Accept.*\n", ""))),
            entry("BAD_SEC_ACCEPT", () -> client(OPENING.replace(ClientSide.RIGHT, Wire.ACCEPT))),
            entry("UNOFFERED_SUBPROTOCOL", () -> client(ClientSide.openingWith("Sec-WebSocket-Protocol: superchat"))),
            entry("UNOFFERED_EXTENSION", () -> client(ClientSide.openingWith("Sec-WebSocket-Extensions: x-other"))),
            entry(
                    "BAD_EXTENSION_RESPONSE",
                    () -> client(ClientSide.openingWith("Sec-WebSocket-Extensions: permessage-deflate; unknown"))),
            entry("CALLBACK_FAILED", HandshakeTraceTest::negotiatorFailed),
            entry("PROXY_DECLINED", () -> tunnel("HTTP/1.1 407 Proxy Authentication Required\n\n")),
            entry("NOT_HTTP", () -> client("SSH-2.0-OpenSSH_9.2\n")),
            entry("PEER_LEFT", () -> client("HTTP/1.1 101"))));

    private static Handshake server(String request) {
        return server(Decision.accept(), request);
    }

    private static Handshake server(Decision decision, String request) {
        return Outcome.of(ServerHandshaker.create().start(), () -> decision, Wire.octets(request))
                .engine();
    }

    private static Handshake undecided() {
        ServerHandshake engine = ServerHandshaker.create().start();
        engine.input().put(Wire.octets(REQUEST));
        assertThat(engine.step()).isEqualTo(Step.DECIDE);
        return engine;
    }

    private static Handshake relaxed(String request) {
        return relaxed(Wire.octets(request));
    }

    private static Handshake relaxed(byte[] octets) {
        ServerHandshaker lenient =
                ServerHandshaker.builder().relax(Relaxation.values()).build();
        return Outcome.of(lenient.start(), octets).engine();
    }

    private static Handshake limited(Limits limits) {
        return Outcome.of(ServerHandshaker.builder().limits(limits).build().start(), Wire.octets(REQUEST))
                .engine();
    }

    private static Handshake requiring(String request) {
        ServerHandshaker requiring = ServerHandshaker.builder()
                .subprotocols(Subprotocols.serverPreference("chat").required())
                .build();
        return Outcome.of(requiring.start(), Wire.octets(request)).engine();
    }

    private static Handshake client(String response) {
        return answered(OFFERING.start("a.example", "/chat"), response);
    }

    private static Handshake answered(ClientHandshake engine, String response) {
        String right = accept(engine);
        return Outcome.of(engine, Wire.octets(response.replace(ClientSide.RIGHT, right)))
                .engine();
    }

    private static String accept(Handshake engine) {
        return engine.request()
                .headers()
                .only("Sec-WebSocket-Key")
                .map(SecWebSocketKey::parse)
                .map(SecWebSocketKey::accept)
                .orElse("none");
    }

    private static Handshake negotiatorFailed() {
        ClientHandshaker client =
                ClientHandshaker.builder().extensions(new ThrowingNegotiator()).build();
        return answered(client.start("a.example", "/chat"), ClientSide.openingWith("Sec-WebSocket-Extensions: x"));
    }

    private static Handshake tunnel(String response) {
        ClientHandshake engine =
                ClientHandshake.tunnel(Limits.defaults(), "a.example:80", "Basic secret", ConnectionInfo.UNKNOWN);
        return Outcome.of(engine, Wire.octets(response)).engine();
    }

    static Stream<String> serverCases() {
        return SERVER.keySet().stream();
    }

    static Stream<String> clientCases() {
        return CLIENT.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("serverCases")
    void aServersTraceIsTheOneOnRecord(String name) throws IOException {
        isOnRecord("server", name, SERVER.get(name).get());
    }

    @ParameterizedTest
    @MethodSource("clientCases")
    void aClientsTraceIsTheOneOnRecord(String name) throws IOException {
        isOnRecord("client", name, CLIENT.get(name).get());
    }

    private static void isOnRecord(String role, String name, Handshake engine) throws IOException {
        HandshakeTrace trace = engine.trace();
        if (engine.hasFailed()) {
            assertThat(name).isEqualTo(String.valueOf(trace.failure()));
        }
        String text = shown(trace);
        if (engine instanceof ClientHandshake) {
            text = text.replace(accept(engine), ClientSide.RIGHT);
        }
        Path file = RECORDED.resolve(role).resolve(name + ".txt");
        if (UPDATE) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
        assertThat(text + trace).doesNotContain("secret");
    }

    /** The head, then the rules, with what the rule that decided has read. */
    private static String shown(HandshakeTrace trace) {
        StringBuilder text = new StringBuilder();
        trace.head()
                .lines()
                .forEach(line -> text.append("| ")
                        .append(Text.shown(line.replaceAll(HandshakeTrace.HIDDEN + "+", "(hidden)")))
                        .append('\n'));
        text.append('\n').append(trace).append('\n');
        trace.broken().ifPresent(broken -> {
            for (Slice slice : broken.read()) {
                text.append("read: ")
                        .append(Text.shown(trace.head()
                                .substring(slice.from(), slice.to())
                                .replaceAll(HandshakeTrace.HIDDEN + "+", "(hidden)")))
                        .append('\n');
            }
        });
        return text.toString();
    }

    @Test
    void everyWayToBreakARuleIsOnRecord() {
        assertThat(SERVER.keySet()).containsAll(names(ServerHandshaker.create().start(), "TOO_MANY_INTERIM"));
        assertThat(CLIENT.keySet()).containsAll(names(OFFERING.start("a.example", "/"), "TARGET_TOO_LONG"));
        assertThat(SERVER.keySet())
                .containsAll(Stream.of(Relaxation.values()).map(Enum::name).toList());
    }

    private static List<String> names(Handshake engine, String notOfThisRole) {
        return engine.rules().stream()
                .flatMap(rule -> rule.failures().stream())
                .map(Enum::name)
                .filter(name -> !name.equals(notOfThisRole))
                .toList();
    }

    @Test
    void nothingElseIsOnRecord() throws IOException {
        assertThat(recorded("server")).isEqualTo(SERVER.keySet());
        assertThat(recorded("client")).isEqualTo(CLIENT.keySet());
    }

    private static TreeSet<String> recorded(String role) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(RECORDED.resolve(role))) {
            files.forEach(file -> names.add(file.getFileName().toString().replace(".txt", "")));
        }
        return names;
    }

    @ParameterizedTest
    @EnumSource
    void aRuleThatDecidesIsPrecededByNoneThatIsBrokenAndFollowedByNoneThatWasReached(Role role) {
        Map<String, Supplier<Handshake>> cases = role == Role.SERVER ? SERVER : CLIENT;
        cases.forEach((name, engine) -> {
            List<Verdict> verdicts = engine.get().trace().findings().stream()
                    .map(Finding::verdict)
                    .toList();
            assertThat(verdicts.stream()
                            .dropWhile(verdict -> verdict == Verdict.MET || verdict == Verdict.RELAXED)
                            .skip(1))
                    .as(name)
                    .allMatch(verdict -> verdict == Verdict.NOT_REACHED);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /?token=a secret\r\nHost: a\r\n\r\n",
                "GET /?token=a HTTP/secret\r\nHost: a\r\n\r\n",
                "GET /?token=a HTTP/1.1 secret\r\nHost: a\r\n\r\n",
                "GET /?token=a\nHost: a\r\n\r\nGET /?token=secret HTTP/1.1\r\n\r\n",
                "\nHost: a\r\n\r\nGET /?token=secret HTTP/1.1\r\n\r\n"
            })
    void noSecretOfAMalformedRequestIsInATraceOrAnException(String octets) {
        ByteBuffer request = ByteBuffer.wrap(Grammar.ascii(octets));
        HandshakeTrace trace = ServerHandshaker.create().explain(request, ConnectionInfo.UNKNOWN);
        assertThat(trace.head() + trace).doesNotContain("secret").contains(String.valueOf(trace.failure()));
        assertThat(Outcome.of(ServerHandshaker.create().start(), Grammar.ascii(octets))
                        .failure())
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 302 Found\r\nLocation: https://a/b?secret#secret\r\nServer: a\r\n\r\n",
                "HTTP/1.1 302 Found\r\nlocation:/b#token=secret\r\nServer: a\r\n\r\n",
                "HTTP/1.1 302 Found\r\nLocation: /b?c\r\n secret\r\nServer: a\r\n\r\n",
                "GET / HTTP/1.1\r\nReferer: http://a/b?secret\r\nServer: a\r\n\r\n"
            })
    void noQueryOfAnAddressInAFieldIsInATrace(String head) {
        assertThat(Text.withoutSecrets(head))
                .doesNotContain("secret")
                .contains("Server: a", head.substring(0, 16))
                .hasSameSizeAs(head);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n\r\nGET / HTTP/1.1\r\n", "G\r\n\r\nnext", "G\n", ""})
    void noRuleHasReadWhatIsNotInTheHead(String octets) {
        HandshakeTrace trace = ServerHandshaker.builder()
                .relax(Relaxation.BARE_LF)
                .build()
                .explain(ByteBuffer.wrap(Grammar.ascii(octets)), ConnectionInfo.UNKNOWN);
        assertThat(trace.findings())
                .flatExtracting(Finding::read)
                .allMatch(read -> read.to() <= trace.head().length());
    }

    @Test
    void theHeadBeginsBehindTheEmptyLineThatIsTolerated() {
        HandshakeTrace trace = server("\n" + requestWhere("Upgrade", "h2c")).trace();
        Slice read = trace.broken().orElseThrow().read().get(0);
        assertThat(trace.head().substring(read.from(), read.to())).isEqualTo("Upgrade: h2c");
    }

    @Test
    void aRuleStaysTheOneThatDecidesWhenItsAnswerFails() {
        ServerHandshaker failing = ServerHandshaker.builder()
                .decorate((request, status, headers) -> {
                    throw new IllegalStateException("decorator");
                })
                .build();
        HandshakeTrace trace = Outcome.of(failing.start(), Wire.octets(requestWithout("Upgrade")))
                .engine()
                .trace();
        assertThat(trace.failure()).isEqualTo(HandshakeFailure.CALLBACK_FAILED);
        assertThat(trace.broken().orElseThrow().failure()).isEqualTo(HandshakeFailure.NO_UPGRADE);
    }

    @Test
    void aServerExplainsWhatWouldBecomeOfARequest() {
        ServerHandshaker server = ServerHandshaker.builder()
                .decider(request -> Decision.reject(402))
                .build();
        HandshakeTrace trace = server.explain(Wire.buffer(REQUEST), ConnectionInfo.UNKNOWN);
        assertThat(trace.failure()).isEqualTo(HandshakeFailure.REJECTED);
        assertThat(trace.broken().orElseThrow().found()).isEqualTo("answered 402");
        assertThat(server.explain(ByteBuffer.allocate(0), ConnectionInfo.UNKNOWN)
                        .failure())
                .isEqualTo(HandshakeFailure.PEER_LEFT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theFailureOfAnEngineCarriesItOnlyIfAskedTo(boolean on) {
        ServerHandshaker server = ServerHandshaker.builder().explain(on).build();
        HandshakeException failure = Outcome.of(server.start(), Wire.octets(requestWithout("Upgrade")))
                .failure();
        assertThat(failure.trace().isPresent()).isEqualTo(on);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theReportAndTheExceptionCarryItOnlyIfAskedTo(boolean on) {
        Reports reports = new Reports();
        ServerHandshaker server =
                ServerHandshaker.builder().explain(on).listener(reports).build();
        HandshakeException refused = assertThatExceptionOfType(HandshakeException.class)
                .isThrownBy(() -> server.accept(new ScriptedTransport()
                        .arrives(requestWithout("Upgrade"))
                        .ends()))
                .actual();
        assertThat(refused.trace().isPresent()).isEqualTo(on);
        assertThat(reports.only().trace()).isEqualTo(refused.trace().orElse(null));
    }
}
