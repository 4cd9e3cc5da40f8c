package dev.handshake.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.bench.report.Chart;
import dev.handshake.bench.report.Measures;
import dev.handshake.bench.report.Page;
import dev.handshake.bench.report.Pivot;
import dev.handshake.bench.report.Results;
import dev.handshake.bench.report.Targets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shown of the measures. */
class ReportTest {

    private final Measures measures = new Measures();

    @TempDir
    private Path folder;

    @Test
    void theRatioIsTheMedianOfTheRoundsRatios() {
        twoServers();
        assertThat(measures.ratio("load.cpu/handshake nio", "load.cpu/bare nio"))
                .hasValue(1.5);
    }

    @Test
    void eachSubjectHasARowWithTheBareOneBesideIt() {
        twoServers();
        assertThat(Pivot.rows("load", measures))
                .containsExactly(
                        List.of("load", "cpu µs", "×"),
                        List.of("bare nio", "20.0", "1.00"),
                        List.of("handshake nio", "30.0", "1.50"));
    }

    @Test
    void aTargetSaysWhetherItIsMet() {
        twoServers();
        assertThat(Targets.table(measures).get(1))
                .containsExactly("nio, server CPU beside the bare loop", "1.50 ×", "at most 1.05 ×", "behind");
    }

    @Test
    void resultsThatWereWrittenCanBeReadAgain() throws Exception {
        twoServers();
        Path file = folder.resolve("results.json");
        Results.write(file, Map.of(), measures);
        assertThat(Results.read(file).all()).containsExactlyElementsOf(measures.all());
        assertThat(Results.read(folder.resolve("none.json")).all()).isEmpty();
    }

    @Test
    void thePageKeepsWhatPeopleHaveWritten() throws Exception {
        twoServers();
        Path page = folder.resolve("performance.md");
        Files.writeString(page, "before\n<!-- begin load -->\nold\n<!-- end load -->\nafter\n");
        new Page(folder).record(Map.of(), measures);
        assertThat(page)
                .content()
                .startsWith("before\n<!-- begin load -->\n| load |")
                .endsWith("<!-- end load -->\nafter\n")
                .doesNotContain("old");
        assertThat(folder.resolve("performance/load.svg")).content().contains("handshake nio");
        assertThat(new Page(folder).recorded().all()).hasSize(2);
    }

    @Test
    void theReadmeHasTheFiguresThatAreOnRecord() throws Exception {
        String readme = Files.readString(Path.of("../README.md"));
        Measures recorded = new Page(Path.of("../docs")).recorded();
        assertThat(readme).contains("<!-- begin figures -->", "| `nio` |").isEqualTo(Page.summarized(readme, recorded));
    }

    @Test
    void theReadmeIsWrittenWithThePage() throws Exception {
        twoServers();
        Path docs = Files.createDirectory(folder.resolve("docs"));
        Files.createFile(docs.resolve("performance.md"));
        Path readme = folder.resolve("README.md");
        Files.writeString(readme, "before\n<!-- begin figures -->\nold\n<!-- end figures -->\nafter\n");
        new Page(docs).record(Map.of(), measures);
        assertThat(readme).content().isEqualTo("""
                before
                <!-- begin figures -->
                | a server's cost for each handshake | CPU µs | × a bare loop's | allocated B | system calls |
                |---|---:|---:|---:|---:|
                | `nio` | 30.0 | 1.50 |  |  |
                <!-- end figures -->
                after
                """);
    }

    @Test
    void aChartEscapesWhatItShows() {
        assertThat(Chart.of("a & b", "µs", List.of(new Chart.Bar("<x>", 1, true))))
                .contains("a &amp; b", "&lt;x&gt;", "1.00 µs");
    }

    private void twoServers() {
        for (double drift : new double[] {1, 2, 4}) {
            measures.add("load.cpu", "bare nio", "", "µs", 10 * drift);
            measures.add("load.cpu", "handshake nio", "", "µs", 15 * drift);
        }
    }
}
