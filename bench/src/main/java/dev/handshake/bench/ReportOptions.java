package dev.handshake.bench;

import dev.handshake.bench.report.Machine;
import dev.handshake.bench.report.Measure;
import dev.handshake.bench.report.Measures;
import dev.handshake.bench.report.Results;
import dev.handshake.bench.report.Targets;
import dev.handshake.bench.report.Text;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What each of the commands can do with what it has measured. */
final class ReportOptions {

    @Option(names = "--quick", description = "A few rounds only: shows that it works, and little more.")
    boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write all of it as JSON.")
    @Nullable
    Path json;

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    void report(Measures measures, PrintWriter out) throws IOException {
        Set<String> groups = new LinkedHashSet<>();
        measures.all().forEach(measure -> groups.add(measure.group()));
        for (String group : groups) {
            out.println();
            out.print(Text.table(rows(group, measures.of(group))));
        }
        out.println();
        out.print(Text.table(Targets.table(measures)));
        out.flush();
        if (json != null) {
            Results.write(json, Machine.facts(commandLine()), measures);
        }
    }

    private String commandLine() {
        return command == null ? "" : command.qualifiedName();
    }

    private static List<List<String>> rows(String group, List<Measure> measures) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(group, "", "median", "least", "greatest", ""));
        for (Measure measure : measures) {
            rows.add(List.of(
                    measure.subject(),
                    measure.setting(),
                    Text.number(measure.median()),
                    Text.number(measure.least()),
                    Text.number(measure.greatest()),
                    measure.unit()));
        }
        return rows;
    }
}
