package dev.handshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConformanceCommandTest {

    @Test
    void findsNothingWrongWithOurServer(@TempDir Path out) throws Exception {
        try (RunningServer server = new RunningServer("--origin", "any")) {
            Outcome outcome = Outcome.of(
                    "conformance",
                    "server",
                    "--group",
                    "host,key",
                    "--rate",
                    "1000",
                    "--out",
                    out.toString(),
                    server.url("/"));

            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.out()).contains(" 0 wrong").contains("written: ");
            assertThat(outcome.exitCode()).isZero();
            assertThat(out).isDirectoryContaining("glob:**/report.html").isDirectoryContaining("glob:**/junit.xml");
            drain(server);
        }
    }

    @Test
    void goesThroughTls() throws Exception {
        try (RunningServer server = new RunningServer("--tls", "--origin", "any")) {
            Outcome outcome = Outcome.of(
                    "conformance",
                    "server",
                    "--insecure",
                    "--case",
                    "S-BASIC-001,s-host-005",
                    "--variant",
                    "all",
                    "--json",
                    server.url("/"));

            List<JsonNode> lines = outcome.json();
            assertThat(outcome.exitCode()).isZero();
            assertThat(lines).hasSize(9);
            assertThat(lines.subList(0, 8))
                    .allMatch(line -> line.get("rating").asText().equals("right"));
            assertThat(lines.get(8).get("passed").asBoolean()).isTrue();
            drain(server);
        }
    }

    /** A line for each handshake is nothing that these tests ask for. */
    private static void drain(RunningServer server) throws InterruptedException {
        while (!server.hasNoMoreLines()) {
            server.line();
        }
    }

    @Test
    void tellsANobodyFromAServerThatRefusesAGoodHandshake() throws Exception {
        ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        closed.close();

        Outcome nobody = Outcome.of("conformance", "server", "ws://127.0.0.1:" + closed.getLocalPort() + "/?a=secret");
        assertThat(nobody.exitCode()).isEqualTo(ExitCode.NOT_REACHED);
        assertThat(nobody.err()).contains("was not reached").doesNotContain("secret");

        try (RunningServer server = new RunningServer("--origin", "http://a.example")) {
            Outcome refused =
                    Outcome.of("conformance", "server", "--header", "Origin: http://b.example", server.url("/"));
            assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(refused.err()).contains("refused (status 403)");
            drain(server);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001"})
    void refusesARateOutOfItsRange(String rate) {
        Outcome outcome = Outcome.of("conformance", "server", "--rate", rate, "ws://127.0.0.1:1/");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(outcome.err()).contains("a rate is 1 to 1000 a second, not " + rate);
    }

    @Test
    void goesToNoForeignAddressUnasked() {
        Outcome outcome = Outcome.of("conformance", "server", "ws://192.0.2.1/");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(outcome.err()).contains("--yes");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void findsOutAClientThatTakesAnything() {
        String client = "address=${0#ws://}; place=${address%%/*}; exec 3<>/dev/tcp/${place%:*}/${place#*:};"
                + " printf 'GET /%s HTTP/1.1\\r\\nHost: x\\r\\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\n\\r\\n' \"${address#*/}\" >&3;"
                + " read -r line <&3";

        Outcome outcome =
                Outcome.of("conformance", "client", "--case", "C-ACCEPT-003", "--", "bash", "-c", client, "{url}");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).contains("wrong  C-ACCEPT-003").contains("must fail the connection");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void listsAddressesForClientsThatComeByThemselves() {
        Outcome outcome =
                Outcome.of("conformance", "client", "--port", "0", "--case", "C-SUBPROTOCOL-001", "--at-most", "1ms");

        assertThat(outcome.out())
                .containsPattern("ws://127\\.0\\.0\\.1:\\d+/C-SUBPROTOCOL-001 {2}offer subprotocols one, two\\R")
                .contains("not all was run: 1 addresses were not visited");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.NOT_REACHED);
    }
}
