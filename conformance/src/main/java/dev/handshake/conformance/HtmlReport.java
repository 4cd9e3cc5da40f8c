package dev.handshake.conformance;

import dev.handshake.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** A report as one page: {@code report.html} beside this class, with the results put into it. */
final class HtmlReport {

    private final Report report;
    private final Corpus corpus = Corpus.load();
    private final StringBuilder html = new StringBuilder();

    private HtmlReport(Report report) {
        this.report = report;
    }

    static String of(Report report) {
        HtmlReport page = new HtmlReport(report);
        Map<String, List<Result>> groups = report.groups();
        groups.forEach(page::group);
        return template()
                .replace("@TITLE@", Shown.escaped(report.subject()))
                .replace("@SUMMARY@", page.summary())
                .replace("@COUNTS@", page.counts())
                .replace("@CLAUSES@", page.clauses())
                .replace("@RESULTS@", page.html);
    }

    private static String template() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.html")) {
            if (in == null) {
                throw new IllegalStateException("report.html is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String summary() {
        String what = report.role() == Role.SERVER ? "A server" : "A client";
        String run = what + " under test, " + report.results().size() + " runs in "
                + report.took().toMillis() / 1000.0 + " s, begun "
                + report.started().toString().substring(0, 19) + " UTC.";
        return Shown.escaped(run)
                + (report.cutShort().isEmpty()
                        ? ""
                        : " <strong>Not all was run: " + Shown.escaped(report.cutShort()) + ".</strong>");
    }

    private String counts() {
        StringBuilder buttons = new StringBuilder();
        for (Rating rating : Rating.values()) {
            buttons.append(String.format(
                    "<button type=\"button\" class=\"%s\" data-rating=\"%s\" aria-pressed=\"false\"><b>%d</b> %s</button>%n",
                    css(rating), css(rating), report.count(rating), rating));
        }
        return buttons.toString();
    }

    private String clauses() {
        TreeSet<String> clauses = new TreeSet<>();
        report.results().forEach(result -> clauses.addAll(result.of().clauses()));
        StringBuilder options = new StringBuilder();
        for (String clause : clauses) {
            options.append("<option>").append(Shown.escaped(clause)).append("</option>\n");
        }
        return options.toString();
    }

    private void group(String name, List<Result> results) {
        html.append("<section><h2>")
                .append(Shown.escaped(corpus.about(report.role(), name)))
                .append("</h2>\n");
        results.forEach(this::result);
        html.append("</section>\n");
    }

    private void result(Result result) {
        ConformanceCase it = result.of();
        Rating rating = result.verdict().rating();
        html.append(String.format(
                "<details data-rating=\"%s\" data-clauses=\"%s\"><summary><span class=\"badge %s\">%s</span>"
                        + "<code>%s</code><span class=\"title\">%s</span><span class=\"seen\">%s</span></summary>%n",
                css(rating),
                Shown.escaped(String.join("|", it.clauses())),
                css(rating),
                rating == Rating.NOT_APPLICABLE ? "n/a" : rating,
                it.id(),
                Shown.escaped(it.title() + (result.delivery() == Delivery.WHOLE ? "" : ", " + result.delivery())),
                Shown.escaped(Shown.ending(result.seen()))));
        html.append("<div class=\"body\">\n");
        findings(result);
        paragraph("reason", it.reason());
        paragraph("rule", it.rule() + "; " + it.strictness() + "; expected: " + it.expect());
        links(it);
        octets(
                report.role() == Role.SERVER ? "Sent to the server" : "Sent to the client",
                result.seen().sent());
        octets(
                report.role() == Role.SERVER ? "What came back" : "Its request, and what it did then",
                result.seen().received());
        if (!it.known().isEmpty()) {
            paragraph("known", "Seen elsewhere: " + String.join("; ", it.known()));
        }
        html.append("</div></details>\n");
    }

    private void findings(Result result) {
        if (!result.verdict().findings().isEmpty()) {
            html.append("<ul class=\"findings\">");
            result.verdict()
                    .findings()
                    .forEach(finding ->
                            html.append("<li>").append(Shown.escaped(finding)).append("</li>"));
            html.append("</ul>\n");
        }
        if (!result.seen().note().isEmpty() && result.verdict().rating() != Rating.NOT_APPLICABLE) {
            paragraph("note", result.seen().note());
        }
    }

    private void paragraph(String css, String text) {
        html.append("<p class=\"")
                .append(css)
                .append("\">")
                .append(Shown.escaped(text))
                .append("</p>\n");
    }

    private void links(ConformanceCase it) {
        html.append("<p class=\"clauses\">");
        for (String clause : it.clauses()) {
            String[] parts = clause.split("[ ,]+");
            html.append(String.format(
                    "<a href=\"https://www.rfc-editor.org/rfc/rfc%s#section-%s\" rel=\"noreferrer\">%s</a> ",
                    parts[1], parts[2], Shown.escaped(clause)));
        }
        html.append("</p>\n");
    }

    private void octets(String heading, String octets) {
        html.append("<h3>").append(heading).append("</h3><pre>");
        html.append(octets.isEmpty() ? "<i>nothing</i>" : Shown.escaped(Shown.octets(octets)));
        html.append("</pre>\n");
    }

    private static String css(Rating rating) {
        return rating.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
