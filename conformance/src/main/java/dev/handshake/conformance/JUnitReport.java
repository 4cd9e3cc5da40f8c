package dev.handshake.conformance;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report as the XML that build servers know from JUnit: a suite for each topic, a failure for what is wrong. */
final class JUnitReport {

    private final StringBuilder xml = new StringBuilder();
    private final Report report;

    private JUnitReport(Report report) {
        this.report = report;
    }

    static String of(Report report) {
        return new JUnitReport(report).write();
    }

    private String write() {
        xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"")
                .append(Shown.escaped("conformance of " + report.subject()))
                .append("\">\n");
        for (Map.Entry<String, List<Result>> group : report.groups().entrySet()) {
            suite(group.getKey(), group.getValue());
        }
        if (!report.cutShort().isEmpty()) {
            xml.append(
                            "  <testsuite name=\"run\" tests=\"1\" errors=\"1\"><testcase name=\"all cases were run\"><error message=\"")
                    .append(Shown.escaped(report.cutShort()))
                    .append("\"/></testcase></testsuite>\n");
        }
        return xml.append("</testsuites>\n").toString();
    }

    private void suite(String group, List<Result> results) {
        String name = "conformance." + report.role().name().toLowerCase(Locale.ROOT) + "." + group;
        xml.append(String.format(
                Locale.ROOT,
                "  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"%d\" timestamp=\"%s\">%n",
                name,
                results.size(),
                count(results, Rating.WRONG),
                count(results, Rating.NOT_APPLICABLE),
                report.started()));
        results.forEach(result -> testcase(name, result));
        xml.append("  </testsuite>\n");
    }

    private static long count(List<Result> results, Rating rating) {
        return results.stream()
                .filter(result -> result.verdict().rating() == rating)
                .count();
    }

    private void testcase(String className, Result result) {
        xml.append("    <testcase classname=\"")
                .append(className)
                .append("\" name=\"")
                .append(Shown.escaped(result.of() + ", " + result.delivery()))
                .append("\">");
        String findings = Shown.escaped(String.join("; ", result.verdict().findings()));
        switch (result.verdict().rating()) {
            case RIGHT -> {}
            case ADVICE -> xml.append("<system-out>").append(findings).append("</system-out>");
            case NOT_APPLICABLE ->
                xml.append("<skipped message=\"").append(findings).append("\"/>");
            case WRONG ->
                xml.append("<failure message=\"")
                        .append(findings)
                        .append("\">")
                        .append(Shown.escaped(explained(result)))
                        .append("</failure>");
        }
        xml.append("</testcase>\n");
    }

    private static String explained(Result result) {
        return result.of().reason() + "\n" + String.join("; ", result.of().clauses()) + "\n\nsent:\n"
                + Shown.octets(result.seen().sent()) + "\nreceived:\n"
                + Shown.octets(result.seen().received());
    }
}
