package dev.handshake.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command brings for a shell: completion, and the manual page. */
@Timeout(60)
class ShellTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "handshake ser | serve",
                "handshake serve --t | --transport,--timeout,--tls",
                "handshake serve --transport b | blocking",
                "handshake serve --relax OBS | OBS_FOLD",
                "handshake serve --inspector l | local",
                "handshake serve --cert pom | pom.xml",
                "handshake connect --cacert pom | pom.xml",
                "handshake explain --request pom | pom.xml",
                "handshake conformance ser | server",
            })
    void bashCompletesCommandsOptionsAndValues(String typed, String completed) throws Exception {
        assertThat(complete(typed)).containsExactlyInAnyOrder(completed.split(","));
    }

    @Test
    void theScriptTellsWhatToDoWithIt() {
        assertThat(Outcome.of("completion").out())
                .startsWith("# Completes the command 'handshake' in bash and zsh.")
                .doesNotContain("$YOUR_APP_HOME");
    }

    @Test
    void theManualHasEveryCommandWithItsOptions() {
        Outcome manual = Outcome.of("man");

        assertThat(manual.exitCode()).isZero();
        assertThat(manual.out())
                .startsWith(".TH \"HANDSHAKE\" \"1\" ")
                .contains(".SS \"handshake serve [OPTION...]\"\n")
                .contains(".SS \"handshake connect [OPTION...] URL...\"\n")
                .contains(".SS \"handshake conformance server [OPTION...] URL\"\n")
                .contains(".B \"\\-\\-max\\-head\\-bytes=N\"\nThe largest request head. Default: 16384.\n");
    }

    @Test
    void theManualIsFilledInAndBreaksNoLineOfItsOwn() {
        assertThat(Outcome.of("man").out())
                .doesNotContain("${")
                .doesNotContain("%n")
                .doesNotContain("\u001b");
        assertThat(Outcome.of("man").out().lines()).allMatch(line -> !line.startsWith("'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"completion --help", "man --help"})
    void helpShowsAnExample(String line) {
        assertThat(Outcome.of(line.split(" ")).out()).contains("Example:\n  handshake ");
    }

    private List<String> complete(String typed) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "bash is not there");
        Path script = Files.writeString(
                directory.resolve("completion"), Outcome.of("completion").out());
        String drive = ". " + script + "; COMP_LINE='" + typed + "'; COMP_WORDS=(" + typed + "); "
                + "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_handshake; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process bash = new ProcessBuilder("/bin/bash", "--norc", "-c", drive)
                .redirectError(ProcessBuilder.Redirect.DISCARD) // of what there is only while one types
                .start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return out.lines().map(String::strip).toList();
    }
}
