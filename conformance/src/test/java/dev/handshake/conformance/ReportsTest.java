package dev.handshake.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshake.Role;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ReportsTest {

    private static final String EVIL =
            "HTTP/1.1 101 <b>&\u001b[31m\u0000'\"\r\nSec-WebSocket-Protocol: <i>\u001b[0m\r\n\r\n";

    private static final Report REPORT = report("");

    private static Report report(String cutShort) {
        List<ConformanceCase> cases = Corpus.load().cases(Role.SERVER);
        return new Report(
                "ws://127.0.0.1:1/<x>",
                Role.SERVER,
                Instant.EPOCH,
                Duration.ofMillis(1234),
                List.of(
                        result(cases, "S-HOST-005", Ending.REFUSED, "HTTP/1.1 400 Bad Request\r\n\r\n"),
                        result(cases, "S-HOST-006", Ending.ACCEPTED, EVIL),
                        result(cases, "S-METHOD-001", Ending.REFUSED, "HTTP/1.1 404 Not Found\r\n\r\n"),
                        result(cases, "S-METHOD-002", Ending.NOT_APPLICABLE, "")),
                cutShort);
    }

    private static Result result(List<ConformanceCase> cases, String id, Ending ending, String received) {
        ConformanceCase it =
                cases.stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
        Observation seen = ending == Ending.NOT_APPLICABLE
                ? Observation.notApplicable("proves nothing")
                : Observation.of(ending, it.input(Placeholders.defaults()), received);
        return new Result(it, Delivery.WHOLE, seen, Judge.judge(it, Delivery.WHOLE, seen));
    }

    @Test
    void textIsATableAndWhatIsNotRight() {
        assertThat(Reports.text(REPORT, false))
                .containsPattern("host +1 +· +1 +·\n")
                .containsPattern("method +· +1 +· +1\n")
                .contains(
                        "wrong  S-HOST-006  Twice  [BAD_HOST; must; RFC 9112, 3.2]\n      It was accepted; the server must")
                .contains("The status is 404; what fits is 400, 405, 501")
                .contains("ws://127.0.0.1:1/<x>: 1 right, 1 advice, 1 wrong, 1 not applicable; 4 runs in 1.2 s\n")
                .doesNotContain("\u001b", "\u0000", "S-HOST-005");
    }

    @Test
    void coloursAreOnlyThereIfWanted() {
        assertThat(Reports.text(REPORT, true)).contains("\u001b[31mwrong\u001b[0m");
    }

    @Test
    void textSaysThatNotAllWasRun() {
        assertThat(Reports.text(report("the server left"), false)).contains("not all was run: the server left");
        assertThat(report("the server left").passed()).isFalse();
    }

    @Test
    void jsonHoldsEverything() throws Exception {
        JsonNode json = new ObjectMapper().readTree(Reports.json(REPORT));

        assertThat(json.get("passed").asBoolean()).isFalse();
        assertThat(json.get("counts").get("not applicable").asInt()).isEqualTo(1);
        JsonNode wrong = json.get("results").get(1);
        assertThat(wrong.get("received").asText()).isEqualTo(EVIL);
        assertThat(wrong.get("rating").asText()).isEqualTo("wrong");
        assertThat(wrong.get("status").asInt()).isEqualTo(101);
        assertThat(Reports.jsonLine(REPORT.results().get(1))).isEqualTo(wrong.toString());
        assertThat(new ObjectMapper().readTree(Reports.jsonLine(REPORT)).has("results"))
                .isFalse();
    }

    @Test
    void junitIsXmlWithFailuresAndSkips() throws Exception {
        Document xml = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Reports.junit(report("it left")).getBytes(StandardCharsets.UTF_8)));

        assertThat(xml.getElementsByTagName("testcase").getLength()).isEqualTo(5);
        assertThat(xml.getElementsByTagName("skipped").getLength()).isEqualTo(1);
        assertThat(xml.getElementsByTagName("error").getLength()).isEqualTo(1);
        Element failure = (Element) xml.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).startsWith("It was accepted");
        assertThat(((Element) failure.getParentNode()).getAttribute("name")).isEqualTo("S-HOST-006 (Twice), whole");
        assertThat(failure.getTextContent()).contains("\\x1b[31m\\x00'\"\\r\\n");
    }

    @Test
    void htmlNeedsNothingElseAndRunsNothingOfThePeer() {
        String html = Reports.html(REPORT);

        assertThat(html)
                .contains("<title>ws://127.0.0.1:1/&lt;x&gt;: conformance")
                .contains("<b>1</b> wrong</button>")
                .contains("<h2>The Host field</h2>")
                .contains("101 &lt;b&gt;&amp;\\x1b[31m\\x00&#39;&quot;\\r\\n")
                .contains("<option>RFC 9112, 3.2</option>")
                .doesNotContain("<b>&", "<i>\\x1b", "\u001b", "<link", "src=", "@import", "@RESULTS@");
    }

    @Test
    void filesAreWrittenIntoADirectory(@TempDir Path directory) throws Exception {
        Path made = directory.resolve("a/b");
        Reports.write(REPORT, made);

        assertThat(made.resolve("report.html")).isNotEmptyFile();
        assertThat(Files.readString(made.resolve("report.json"))).isEqualTo(Reports.json(REPORT));
        assertThat(Files.readString(made.resolve("junit.xml"))).isEqualTo(Reports.junit(REPORT));
    }
}
