package dev.handshake.conformance;

import static dev.handshake.conformance.WrongServer.accepted;
import static dev.handshake.conformance.WrongServer.acceptingAll;
import static dev.handshake.conformance.WrongServer.after;
import static dev.handshake.conformance.WrongServer.say;
import static dev.handshake.conformance.WrongServer.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshake.Role;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScannedServerTest {

    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final String GONE = "HTTP/1.1 410 Gone\r\nContent-Length: 4\r\n\r\n";

    @ParameterizedTest
    @MethodSource("endings")
    void tellsEndingsApart(Ending ending, WrongServer.Manners manners) throws IOException {
        Result result = one("S-VERSION-002", after(1, manners));

        assertThat(result.seen().ending()).isEqualTo(ending);
        assertThat(result.verdict().rating()).isEqualTo(Rating.WRONG);
    }

    static Stream<Arguments> endings() {
        return Stream.of(
                Arguments.of(Ending.ACCEPTED, acceptingAll()),
                Arguments.of(Ending.REFUSED, saying(GONE + "gone")),
                Arguments.of(Ending.REFUSED, saying("HTTP/1.1 410 Gone\r\n\r\nuntil the end")),
                Arguments.of(
                        Ending.REFUSED,
                        saying("HTTP/1.0 410\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n")),
                Arguments.of(Ending.REFUSED, saying("HTTP/1.1 100 Continue\r\n\r\n" + GONE + "gone")),
                Arguments.of(Ending.CLOSED, saying("")),
                Arguments.of(Ending.RESET, (WrongServer.Manners) (head, socket) -> {
                    socket.setSoLinger(true, 0);
                    socket.close();
                }),
                Arguments.of(Ending.GARBLED, saying("SSH-2.0-OpenSSH_9.6\r\n\r\n")),
                Arguments.of(Ending.GARBLED, saying("HTTP/1.1 400 Bad")),
                Arguments.of(Ending.SILENT, (WrongServer.Manners)
                        (head, socket) -> socket.getInputStream().read()),
                Arguments.of(Ending.TIMED_OUT, (WrongServer.Manners) (head, socket) -> {
                    say(socket, "HTTP/1.1 400 Bad");
                    socket.getInputStream().read();
                }));
    }

    @Test
    void serverThatAcceptsAllIsWrongWhereItMustRefuse() throws IOException {
        Report report = scan(acceptingAll());

        assertThat(report.passed()).isFalse();
        for (Result result : report.results()) {
            boolean mustRefuse =
                    result.of().strictness() == Strictness.MUST && result.of().expect() == Outcome.REFUSE;
            if (result.seen().ending() == Ending.ACCEPTED) {
                assertThat(result.verdict().rating() == Rating.WRONG)
                        .as(result.toString())
                        .isEqualTo(mustRefuse);
            }
        }
        assertThat(report.count(Rating.WRONG)).isGreaterThan(20);
        assertThat(report.count(Rating.ADVICE)).isPositive();
        assertThat(report.count(Rating.NOT_APPLICABLE)).isPositive();
    }

    @ParameterizedTest
    @MethodSource("badOpenings")
    void findsWhatNoOpeningMayHold(String finding, String answer) throws IOException {
        Result result = one(
                "S-BASIC-004",
                after(
                        2,
                        (head, socket) -> say(
                                socket, answer.replace("{ACCEPT}", Placeholders.accept(Placeholders.keyOf(head))))));

        assertThat(result.verdict().rating()).isEqualTo(Rating.WRONG);
        assertThat(result.verdict().findings()).singleElement().asString().contains(finding);
    }

    static Stream<Arguments> badOpenings() {
        String good =
                "HTTP/1.1 101 OK\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {ACCEPT}\r\n";
        return Map.of(
                        "Upgrade: websocket", good.replace("websocket", "h2c"),
                        "Connection: Upgrade", good.replace("Connection: Upgrade", "Connection: close"),
                        "answer the key", good.replace("{ACCEPT}", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
                        "there once", good + "Sec-WebSocket-Accept: {ACCEPT}\r\n",
                        "neither Content-Length", good + "Content-Length: 0\r\n",
                        "a subprotocol that was offered", good + "Sec-WebSocket-Protocol: chat\r\n",
                        "was not offered", good + "Sec-WebSocket-Extensions: permessage-deflate, x-other; a=b\r\n")
                .entrySet()
                .stream()
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue() + "\r\n"));
    }

    @Test
    void stopsWhereAGoodHandshakeFails() throws IOException {
        try (WrongServer server = new WrongServer(saying("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))) {
            assertThatThrownBy(() -> run(server))
                    .isInstanceOf(NotReadyException.class)
                    .hasMessageContaining("refused (status 404)");
            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void saysThatNobodyIsThere() throws IOException {
        ServerSocket closed = new ServerSocket(0);
        closed.close();
        ScannedServer server = new ScannedServer(URI.create("ws://127.0.0.1:" + closed.getLocalPort()));

        assertThatThrownBy(() -> Few.of(Role.SERVER, Delivery.WHOLE).run(server, Few::ignore))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void keepsWhatThereIsWhereTheServerGoesAway() throws IOException {
        List<WrongServer> itself = new ArrayList<>();
        try (WrongServer server = new WrongServer((head, socket) -> {
            if (itself.get(0).connections.get() > 20) {
                itself.get(0).close();
            }
            say(socket, accepted(head, ""));
        })) {
            itself.add(server);
            Report report = run(server);

            assertThat(report.cutShort()).startsWith("no connection any more at S-");
            assertThat(report.results()).isNotEmpty().hasSizeLessThan(30);
            assertThat(report.passed()).isFalse();
        }
    }

    @Test
    void callsNotApplicableWhatTheServerIsNotMadeFor() throws IOException {
        Report report = scan((head, socket) -> {
            boolean known = head.startsWith("GET /ws HTTP")
                    && !head.contains("Origin")
                    && !head.contains("Protocol")
                    && head.contains("Host: 127.0.0.1:");
            say(socket, known ? accepted(head, "") : "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        });

        Map<String, Rating> ratings = report.results().stream()
                .collect(Collectors.toMap(
                        result -> result.of().id(), result -> result.verdict().rating()));
        assertThat(List.of("S-TARGET-001", "S-TARGET-002", "S-HOST-001", "S-BASIC-004", "S-SUBPROTOCOL-001"))
                .allMatch(id -> ratings.get(id) == Rating.NOT_APPLICABLE);
        assertThat(ratings.get("S-METHOD-001")).isEqualTo(Rating.ADVICE);
    }

    @Test
    void sendsFieldsThatTheServerWants() throws IOException {
        List<String> heads = Collections.synchronizedList(new ArrayList<>());
        try (WrongServer server = new WrongServer((head, socket) -> {
            heads.add(head);
            say(socket, accepted(head, ""));
        })) {
            Few.of(Role.SERVER, Delivery.SPLIT)
                    .run(new ScannedServer(server.uri()).patience(PATIENCE).header("X-Key", "k"), Few::ignore);
        }
        assertThat(heads)
                .filteredOn(head -> head.contains(" HTTP/1.1\r\n"))
                .isNotEmpty()
                .allMatch(head -> head.contains(" HTTP/1.1\r\nX-Key: k\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1/", "ws:///x", "ws://127.0.0.1/#f", "/x"})
    void takesUrlsOfWebSocketsOnly(String url) {
        assertThatThrownBy(() -> new ScannedServer(URI.create(url))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knowsItsOwnMachine() throws IOException {
        assertThat(new ScannedServer(URI.create("ws://127.3.2.1:1/")).isLoopback())
                .isTrue();
        assertThat(new ScannedServer(URI.create("ws://[::1]/")).isLoopback()).isTrue();
        assertThat(new ScannedServer(URI.create("ws://192.0.2.1/")).isLoopback())
                .isFalse();
    }

    private static Report scan(WrongServer.Manners manners) throws IOException {
        try (WrongServer server = new WrongServer(manners)) {
            return run(server);
        }
    }

    private static Report run(WrongServer server) throws IOException {
        return Few.of(Role.SERVER, Delivery.WHOLE).run(new ScannedServer(server.uri()).patience(PATIENCE), Few::ignore);
    }

    private static Result one(String id, WrongServer.Manners manners) throws IOException {
        List<ConformanceCase> cases = Corpus.load().cases(Role.SERVER).stream()
                .filter(it -> it.id().equals(id))
                .toList();
        try (WrongServer server = new WrongServer(manners)) {
            Suite suite = new Suite(cases, Set.of(Delivery.WHOLE), 0, Duration.ofMinutes(1));
            return suite.run(new ScannedServer(server.uri()).patience(PATIENCE), Few::ignore)
                    .results()
                    .get(0);
        }
    }
}
