package dev.handshake.cli;

import dev.handshake.Role;
import dev.handshake.conformance.ConformanceCase;
import dev.handshake.conformance.Corpus;
import dev.handshake.conformance.Delivery;
import dev.handshake.conformance.Report;
import dev.handshake.conformance.Reports;
import dev.handshake.conformance.Suite;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which cases are run, how gently, and where the reports go. */
final class SuiteOptions {

    @Option(
            names = "--case",
            paramLabel = "ID",
            split = ",",
            description = "Run only these cases, such as S-HOST-005. May be given several times.")
    private List<String> ids = List.of();

    @Option(
            names = "--group",
            paramLabel = "TOPIC",
            split = ",",
            description = "Run only the cases of these topics, such as host. May be given several times.")
    private List<String> groups = List.of();

    @Option(
            names = "--variant",
            paramLabel = "HOW",
            split = ",",
            defaultValue = "whole",
            description =
                    "Hand the octets over: whole, octets (one by one), split (between CR and LF, in the key, before the"
                            + " last), behind (with a frame behind the head), or all of these. Default: ${DEFAULT-VALUE}.")
    private List<String> variants;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Write report.html, report.json and junit.xml into this directory.")
    private @Nullable Path out;

    @Option(
            names = "--at-most",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = Durations.class,
            description = "Begin no case after this time. Default: ${DEFAULT-VALUE}.")
    private Duration atMost;

    Suite suite(Role role, int perSecond) {
        return new Suite(cases(role), deliveries(), perSecond, atMost);
    }

    private List<ConformanceCase> cases(Role role) {
        List<ConformanceCase> all = Corpus.load().cases(role);
        Set<String> topics =
                all.stream().map(ConformanceCase::group).collect(Collectors.toCollection(LinkedHashSet::new));
        for (String group : groups) {
            if (!topics.contains(group.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "there is no topic '" + group + "'; there are " + String.join(", ", topics));
            }
        }
        for (String id : ids) {
            if (all.stream().noneMatch(it -> it.id().equalsIgnoreCase(id))) {
                throw new IllegalArgumentException("there is no case '" + id + "' for this side");
            }
        }
        return all.stream()
                .filter(it -> groups.isEmpty() || groups.stream().anyMatch(it.group()::equalsIgnoreCase))
                .filter(it -> ids.isEmpty() || ids.stream().anyMatch(it.id()::equalsIgnoreCase))
                .toList();
    }

    private Set<Delivery> deliveries() {
        Set<Delivery> deliveries = EnumSet.noneOf(Delivery.class);
        for (String variant : variants) {
            deliveries.addAll(variant.equals("all") ? EnumSet.allOf(Delivery.class) : EnumSet.of(delivery(variant)));
        }
        return deliveries;
    }

    private static Delivery delivery(String name) {
        try {
            return Delivery.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "a variant is whole, octets, split, behind or all, not '" + name + "'", e);
        }
    }

    /** Shows what came of it, and returns the exit code. */
    int finish(Console console, Report report, boolean json) throws IOException {
        if (json) {
            console.print(Reports.jsonLine(report));
        } else {
            console.print(Reports.text(report, Terminal.hasColours()).stripTrailing());
        }
        if (out != null) {
            Reports.write(report, out);
            if (!json) {
                console.print(
                        "written: " + Escaped.text(out.resolve("report.html").toString()) + ", report.json, junit.xml");
            }
        }
        if (!report.cutShort().isEmpty()) {
            console.error("not all was run: " + report.cutShort());
            return ExitCode.NOT_REACHED;
        }
        return report.passed() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
