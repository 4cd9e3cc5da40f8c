package dev.handshake.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.handshake.HandshakeFailure;
import dev.handshake.Role;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of cases are what their readers take them for. */
class CorpusTest {

    private static final Path FILES = Path.of("src/main/resources/dev/handshake/conformance/cases");
    private static final Schema SCHEMA = schema();

    @ParameterizedTest
    @MethodSource("files")
    void fileIsOfTheSchema(String file) throws IOException {
        assertThat(SCHEMA.validate(text(file), InputFormat.JSON)).isEmpty();
    }

    @Test
    void schemaRefusesWhatIsNoCase() throws IOException {
        String good = text("server/host.json");
        for (String bad : List.of(
                good.replaceFirst("\"strictness\": \"must\"", "\"strictness\": \"perhaps\""),
                good.replaceFirst("\"reason\"", "\"raison\""),
                good.replaceFirst("\"S-HOST-001\"", "\"HOST-1\""),
                good.replaceFirst("RFC 9110, 7.2", "RFC9110 7.2"),
                good.replaceFirst("Host: LOCALHOST", "Host: \u0141OCALHOST"),
                good.replaceFirst("\"expect\": \"accept\"", "\"expect\": \"open\""))) {
            assertThat(bad).isNotEqualTo(good);
            assertThat(SCHEMA.validate(bad, InputFormat.JSON)).isNotEmpty();
        }
    }

    @Test
    void everyFileIsInTheIndex() throws IOException {
        try (Stream<Path> there = Files.walk(FILES, 2)) {
            assertThat(there.map(file -> FILES.relativize(file).toString().replace('\\', '/'))
                            .filter(name -> name.matches(".+/.+\\.json")))
                    .containsExactlyInAnyOrderElementsOf(Corpus.files());
        }
    }

    @Test
    void caseIsInTheFileThatItsIdNames() throws IOException {
        for (String file : Corpus.files()) {
            String start = file.substring(0, 1).toUpperCase(Locale.ROOT) + "-"
                    + file.substring(7, file.length() - 5).toUpperCase(Locale.ROOT) + "-";
            String ids = String.join(
                    "\n",
                    text(file).lines().filter(it -> it.contains("\"id\": ")).toList());
            assertThat(ids.lines()).allMatch(line -> line.matches(" *\"id\": \"" + start + "\\d{3}\","));
        }
    }

    @Test
    void noIdIsThereTwice() {
        assertThat(all().map(ConformanceCase::id)).doesNotHaveDuplicates().isNotEmpty();
    }

    @Test
    void caseAgreesWithItself() {
        all().forEach(CorpusTest::assertAgreesWithItself);
    }

    private static void assertAgreesWithItself(ConformanceCase it) {
        assertThat(it.acceptable()).as(it.id()).contains(it.expect());
        if (it.expect() == Outcome.REFUSE || it.expect() == Outcome.CLOSE) {
            assertThat(it.failure())
                    .as("the rule of %s, one of %s", it.id(), HandshakeFailure.class)
                    .isPresent();
        } else {
            assertThat(it.rule()).as(it.id()).isLowerCase();
        }
        if (it.strictness() == Strictness.MAY) {
            assertThat(it.acceptable()).as(it.id()).hasSizeGreaterThan(1);
        }
        if (it.role() == Role.CLIENT) {
            assertThat(it.needs()).as(it.id()).isEmpty();
            assertThat(it.refusal()).as(it.id()).isEqualTo(Refusal.ANY);
            assertThat(it.acceptable()).as(it.id()).doesNotContain(Outcome.CLOSE);
        } else {
            assertThat(it.offer()).as(it.id()).isEqualTo(Offer.NONE);
        }
    }

    @Test
    void everyPlaceholderHasAValue() {
        all().forEach(CorpusTest::assertFilled);
    }

    private static void assertFilled(ConformanceCase it) {
        Placeholders values = it.role() == Role.SERVER
                ? Placeholders.defaults()
                : Placeholders.ofRequest(
                        "GET / HTTP/1.1\r\nSec-WebSocket-Key: " + Placeholders.SAMPLE_KEY + "\r\n\r\n");
        assertThat(it.input(values)).as(it.id()).isNotEmpty().doesNotContainPattern("\\{[A-Z][A-Z0-9_]*}");
    }

    static List<String> files() throws IOException {
        return Corpus.files();
    }

    static Stream<ConformanceCase> all() {
        Corpus corpus = Corpus.load();
        return Stream.of(Role.values()).flatMap(role -> corpus.cases(role).stream());
    }

    private static Schema schema() {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(text("schema.json"), InputFormat.JSON);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(String file) throws IOException {
        try (InputStream in = Corpus.open(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
