package dev.handshake.bench;

import dev.handshake.bench.report.Machine;
import dev.handshake.bench.report.Measures;
import dev.handshake.bench.report.Page;
import dev.handshake.bench.report.Pivot;
import dev.handshake.bench.report.Results;
import dev.handshake.bench.report.Targets;
import dev.handshake.bench.report.Text;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What each of the commands can do with what it has measured. */
final class ReportOptions {

    @Option(names = "--help", usageHelp = true, description = "Shows this.")
    private boolean help;

    @Option(names = "--quick", description = "A few rounds only: shows that it works, and little more.")
    boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write all of it as JSON.")
    @Nullable
    Path json;

    @Option(
            names = "--record",
            paramLabel = "DOCS",
            description = "Also write tables and pictures into the page performance.md in this directory.")
    @Nullable
    Path record;

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    void report(Measures measures) throws IOException {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        for (String part : Pivot.parts(measures)) {
            out.println();
            out.print(Text.table(Pivot.rows(part, measures)));
        }
        List<List<String>> targets = Targets.table(measures);
        if (targets.size() > 1) {
            out.println();
            out.print(Text.table(targets));
        }
        out.flush();
        Map<String, String> machine = Machine.facts(commandLine());
        if (json != null) {
            Results.write(json, machine, measures);
        }
        if (record != null) {
            Page page = new Page(record);
            Measures all = page.recorded();
            measures.all().forEach(all::put);
            page.record(machine, all);
        }
    }

    /** As it would be typed, without what says only where the results go. */
    private String commandLine() {
        return "./bench/run " + (command == null ? "" : command.name()) + (quick ? " --quick" : "");
    }
}
