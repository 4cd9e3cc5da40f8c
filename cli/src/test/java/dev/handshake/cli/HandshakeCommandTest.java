package dev.handshake.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeCommandTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "serve --help",
                "connect --help",
                "transports --help",
                "conformance --help",
                "conformance server --help",
                "conformance client --help"
            })
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
                "exclaim ws://127.0.0.1/",
                "conformance",
                "conformance server",
                "conformance server http://127.0.0.1/",
                "conformance server --group no-such ws://127.0.0.1/",
                "conformance server --case C-BASIC-001 ws://127.0.0.1/",
                "conformance server --variant backwards ws://127.0.0.1/",
                "conformance server --rate 0 ws://127.0.0.1/",
                "conformance client -- true",
                "conformance client --port 65536",
                "serve --cert no-such.pem",
                "serve --key no-such.pem",
                "serve --cert no-such.pem --key no-such.pem",
                "serve --cert pom.xml --key pom.xml",
                "serve --proxy-protocol everybody",
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
                "connect --follow -1 ws://127.0.0.1/",
                "connect --proxy http://127.0.0.1 ws://127.0.0.1/",
                "connect --proxy http://127.0.0.1:0 ws://127.0.0.1/",
                "connect --proxy http://127.0.0.1:65536 ws://127.0.0.1/",
                "connect --proxy http://127.0.0.1:1/path ws://127.0.0.1/",
                "connect --proxy http://a%3Ab:c@127.0.0.1:1 ws://127.0.0.1/",
                "connect --proxy socks5://127.0.0.1:1080 ws://127.0.0.1/",
                "connect --proxy 127.0.0.1:3128 ws://127.0.0.1/",
                "connect --cacert no-such.pem wss://127.0.0.1/",
                "connect --cacert pom.xml wss://127.0.0.1/",
                "connect --cacert . wss://127.0.0.1/",
                "connect --cacert no-such.pem --insecure wss://127.0.0.1/",
                "connect ws://127.0.0.1/ http://127.0.0.1/",
                "connect --header NoColon ws://127.0.0.1/",
                "connect --header Upgrade:other ws://127.0.0.1/",
                "connect --extension ;; ws://127.0.0.1/",
                "connect --subprotocol , ws://127.0.0.1/",
                "connect --transport pigeon ws://127.0.0.1/",
                "transports ws://127.0.0.1/",
            })
    void saysInOneLineWhatIsWrongUsage(String line) {
        Outcome outcome = Outcome.of(line.split(" "));

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).matches("handshake: (?!Error).+ --help'\\)\\R");
    }

    @Test
    void tellsWhichCommandsThereAreIfNoneIsGiven() {
        Outcome outcome = Outcome.of();

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("Usage: handshake", "\n  serve ", "\n  explain ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "serv | there is no command 'serv'; did you mean serve?",
                "conect ws://127.0.0.1/ | there is no command 'conect'; did you mean connect?",
                "explian | there is no command 'explian'; did you mean explain?",
                "conform | there is no command 'conform'; did you mean conformance?",
                "help | there is no command 'help'; did you mean --help?",
                "listen | there is no command 'listen'",
                "conformance sever | there is no command 'sever'; did you mean server?",
                "serve --prot 1 | there is no option '--prot'; did you mean --port?",
                "serve --orign=any | there is no option '--orign=any'; did you mean --origin?",
                "serve --listen 1 | there is no option '--listen'",
                "serve more | 'more' is one argument too many",
            })
    void suggestsWhatMayHaveBeenMeant(String line, String sentence) {
        assertThat(Outcome.of(line.split(" ")).err()).startsWith("handshake: " + sentence + " (see 'handshake ");
    }

    @Test
    void namesTheTransportsThatThereAre() {
        assertThat(Outcome.of("serve", "--transport", "pigeon").err())
                .contains("name one that is there (nio, netty, blocking");
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
                .startsWith(
                        "nio            rank   10  available",
                        "netty          rank    5  available",
                        "blocking       rank    0  available")
                .anyMatch(line -> line.startsWith("netty-kqueue   rank   -1  not available: "));
    }

    @Test
    void listsTransportsForAProgram() {
        assertThat(Outcome.of("transports", "--json").json())
                .extracting(
                        json -> json.get("name").asText(),
                        json -> json.get("available").asBoolean())
                .startsWith(tuple("nio", true), tuple("netty", true), tuple("blocking", true))
                .contains(tuple("netty-nio", true), tuple("netty-kqueue", false));
    }
}
