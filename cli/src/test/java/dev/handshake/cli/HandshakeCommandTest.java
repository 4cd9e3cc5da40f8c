package dev.handshake.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeCommandTest {

    @ParameterizedTest
    @ValueSource(strings = {"--help", "serve --help", "connect --help", "transports --help"})
    void helpShowsAnExample(String line) {
        Outcome outcome = Outcome.of(line.split(" "));

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("Usage: handshake").contains("Example:\n  handshake ");
        assertThat(outcome.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "serve --help", "connect --help"})
    void helpExplainsTheExitCodes(String line) {
        assertThat(Outcome.of(line.split(" ")).out()).contains("Exit codes:").contains("wrong usage");
    }

    @Test
    void tellsItsVersion() {
        Outcome outcome = Outcome.of("--version");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).matches("handshake \\d+\\.\\d+\\.\\d+\\S* \\(Java \\S+\\)\\R");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "explain ws://127.0.0.1/",
                "conformance",
                "serve --tls",
                "serve --cert a.pem",
                "serve more",
                "serve --port -1",
                "serve --port 65536",
                "serve --port http",
                "serve --timeout 5",
                "serve --timeout 0s",
                "serve --timeout 1h30",
                "serve --origin example",
                "serve --relax NO_SUCH",
                "serve --max-head-bytes 10",
                "serve --subprotocol a,a",
                "serve --transport pigeon",
                "connect",
                "connect --follow 3 ws://127.0.0.1/",
                "connect --proxy http://127.0.0.1 ws://127.0.0.1/",
                "connect --insecure ws://127.0.0.1/",
                "connect wss://127.0.0.1/",
                "connect ws://127.0.0.1/ http://127.0.0.1/",
                "connect --header NoColon ws://127.0.0.1/",
                "connect --header Upgrade:other ws://127.0.0.1/",
                "connect --extension ;; ws://127.0.0.1/",
                "connect --subprotocol , ws://127.0.0.1/",
                "connect --transport pigeon ws://127.0.0.1/",
                "transports ws://127.0.0.1/",
            })
    void saysInOneLineWhatIsWrongUsage(String line) {
        Outcome outcome = Outcome.of(line.isEmpty() ? new String[0] : line.split(" "));

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).matches("handshake: .+ --help'\\)\\R");
    }

    @Test
    void namesTheTransportsThatThereAre() {
        assertThat(Outcome.of("serve", "--transport", "pigeon").err()).contains("found nio, blocking");
    }

    @Test
    void keepsToOneLineWhateverAnArgumentHolds() {
        assertThat(Outcome.of("connect", "ws://a/\n\u001b[31m#").err().lines()).hasSize(1);
    }

    @Test
    void listsTransportsForAPerson() {
        Outcome outcome = Outcome.of("transports");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out().lines())
                .containsExactly("nio          rank   10  available", "blocking     rank    0  available");
    }

    @Test
    void listsTransportsForAProgram() {
        assertThat(Outcome.of("transports", "--json").json())
                .extracting(
                        json -> json.get("name").asText(),
                        json -> json.get("available").asBoolean())
                .containsExactly(tuple("nio", true), tuple("blocking", true));
    }
}
