package dev.handshake.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshake.Role;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestedClientTest {

    private static final Duration PATIENCE = Duration.ofMillis(600);

    /** A client in the shell: it takes the first line of any answer for an open connection. */
    private static final String SHELL_CLIENT = """
            address=${0#ws://}; place=${address%%/*}; path=/${address#*/}
            exec 3<>"/dev/tcp/${place%:*}/${place#*:}"
            printf 'GET %s HTTP/1.1\\r\\nHost: x\\r\\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\n\\r\\n' "$path" >&3
            read -r line <&3
            test -n "$line" && test "$HANDSHAKE_URL" = "$0"
            """;

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void goodClientIsRight(Delivery delivery) throws IOException {
        Report report = run(Visitor::good, delivery);

        assertThat(Few.notRight(report)).isEmpty();
    }

    @Test
    void credulousClientIsWrongWhereItMustRefuse() throws IOException {
        Report report = run(Visitor::credulous, Delivery.WHOLE);

        assertThat(report.results()).allSatisfy(result -> {
            boolean mustRefuse =
                    result.of().strictness() == Strictness.MUST && result.of().expect() == Outcome.REFUSE;
            assertThat(result.verdict().rating() == Rating.WRONG)
                    .as(result.toString())
                    .isEqualTo(mustRefuse);
        });
        assertThat(report.count(Rating.WRONG)).isGreaterThan(15);
    }

    @Test
    void caseForAnotherOfferIsNotApplicable() throws IOException {
        Report report = run((url, offer) -> Visitor.good(url, Offer.NONE), Delivery.WHOLE);

        assertThat(report.count(Rating.NOT_APPLICABLE)).isPositive();
        assertThat(report.passed()).isTrue();
        assertThat(report.results())
                .filteredOn(result -> !result.of().offer().equals(Offer.NONE))
                .allMatch(result -> result.verdict().rating() == Rating.NOT_APPLICABLE);
    }

    @Test
    void clientThatMakesUpNoMindIsTimedOut() throws IOException {
        Report report = run(
                (url, offer) -> {
                    if (url.getPath().contains("BASIC")) {
                        return Visitor.good(url, offer);
                    }
                    touch(url.getPort(), url.getPath());
                    throw new TimeoutException("it did not end");
                },
                Delivery.WHOLE);

        assertThat(report.results())
                .filteredOn(result -> result.of().id().startsWith("C-ACCEPT"))
                .isNotEmpty()
                .allMatch(result -> result.seen().ending() == Ending.TIMED_OUT
                        && result.verdict().rating() == Rating.WRONG);
    }

    /** Has a conversation of the least kind. */
    private static void touch(int port, String path) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(Octets.bytes("GET " + path + " HTTP/1.1\r\n\r\n"));
            socket.shutdownOutput();
            while (socket.getInputStream().read() >= 0) {
                continue;
            }
        }
    }

    @Test
    void stopsWhereAGoodHandshakeFails() {
        assertThatThrownBy(() -> run((url, offer) -> !Visitor.good(url, offer), Delivery.WHOLE))
                .isInstanceOf(NotReadyException.class);
    }

    @Test
    void saysThatTheClientDidNotConnect() {
        assertThatThrownBy(() -> run((url, offer) -> true, Delivery.WHOLE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("did not connect to ws://127.0.0.1:");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void startsACommandForEachCase() throws IOException {
        ClientCommand command = new ClientCommand(
                List.of("bash", "-c", SHELL_CLIENT, "{url}", "--subprotocols={subprotocols}"), PATIENCE);
        List<ConformanceCase> cases = Corpus.load().cases(Role.CLIENT).stream()
                .filter(it -> it.group().equals("accept") || it.group().equals("subprotocol"))
                .limit(12)
                .toList();
        Suite suite = new Suite(cases, Set.of(Delivery.WHOLE), 0, Duration.ofMinutes(1));

        Report report = suite.run(new TestedClient("a shell", PATIENCE, command), Few::ignore);

        assertThat(report.results())
                .filteredOn(result -> result.of().rule().endsWith("_SEC_ACCEPT"))
                .isNotEmpty()
                .allMatch(result -> result.seen().ending() == Ending.ACCEPTED
                        && result.verdict().rating() == Rating.WRONG);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void showsTheEndOfWhatACommandPrints() {
        String script = "head -c 100000 /dev/zero | tr '\\0' x; echo; echo no such option >&2; exit 2";
        ClientCommand command = new ClientCommand(List.of("sh", "-c", script), PATIENCE);

        assertThatThrownBy(() -> run(command, Delivery.WHOLE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(" (it printed: xxx")
                .hasMessageEndingWith("x / no such option)")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1200));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void endsACommandThatDoesNotEnd() {
        ClientCommand command =
                new ClientCommand(List.of("sh", "-c", "echo waiting; exec sleep 600"), Duration.ofMillis(500));

        assertThatThrownBy(() -> command.opens(URI.create("ws://127.0.0.1:1/"), Offer.NONE))
                .isInstanceOf(TimeoutException.class);
        assertThat(command.lastWords()).isEqualTo("waiting");
    }

    private static Report run(TestedClient.Attempt attempt, Delivery delivery) throws IOException {
        try (TestedClient client = new TestedClient("a client", PATIENCE, attempt)) {
            return Few.of(Role.CLIENT, delivery).run(client, Few::ignore);
        }
    }
}
