package dev.handshake.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The page of the documents that shows where we stand, and the few figures of it in the README above it. What is between
 * {@code <!-- begin NAME -->} and {@code <!-- end NAME -->} is written by this; the rest by people.
 */
public final class Page {

    private static final String PAGE = "performance.md";
    private static final String README = "../README.md";
    private static final String FOLDER = "performance";
    private static final String OURS = "handshake";

    private final Path docs;

    /** A page in this directory. */
    public Page(Path docs) {
        this.docs = docs;
    }

    /** Returns what is on record there: a new run replaces what it has measured anew, and keeps the rest. */
    public Measures recorded() throws IOException {
        return Results.read(results());
    }

    /** Writes tables, pictures and results. */
    public void record(Map<String, String> machine, Measures measures) throws IOException {
        Results.write(results(), machine, measures);
        Path file = docs.resolve(PAGE);
        String text = Files.readString(file);
        text = replaced(text, "machine", machine(machine));
        text = replaced(text, "targets", Text.markdown(Targets.table(measures)));
        for (String part : Pivot.parts(measures)) {
            text = replaced(text, part, Text.markdown(Pivot.rows(part, measures)));
        }
        Files.writeString(file, text);
        Path readme = docs.resolve(README);
        if (Files.exists(readme)) {
            Files.writeString(readme, summarized(Files.readString(readme), measures));
        }
        draw("load", "Server CPU for each handshake over loopback", measures.of("load.cpu"));
        draw("memory", "In memory, the browser's request", browser(measures));
        draw("idle", "Heap for each open, idle connection", open(measures));
        draw("cold", "From process start to the first 101", measures.of("cold.first"));
    }

    /** Returns the text of the README with the figures of these measures. */
    public static String summarized(String readme, Measures measures) {
        return replaced(readme, "figures", Text.markdown(Summary.rows(measures)));
    }

    private Path results() {
        return docs.resolve(FOLDER).resolve("results.json");
    }

    private static List<Measure> browser(Measures measures) {
        return measures.of("memory.ns").stream()
                .filter(measure -> measure.setting().equals("BROWSER"))
                .toList();
    }

    private static List<Measure> open(Measures measures) {
        return measures.of("idle.heap").stream()
                .filter(measure -> measure.setting().equals("open"))
                .toList();
    }

    private void draw(String name, String title, List<Measure> measures) throws IOException {
        if (measures.isEmpty()) {
            return;
        }
        List<Chart.Bar> bars = measures.stream()
                .map(measure -> new Chart.Bar(measure.subject(), measure.median(), isOurs(measure.subject())))
                .sorted(Comparator.comparingDouble(Chart.Bar::value))
                .toList();
        String unit = measures.get(0).unit();
        Files.writeString(docs.resolve(FOLDER).resolve(name + ".svg"), Chart.of(title, unit, bars));
    }

    private static boolean isOurs(String subject) {
        return subject.startsWith(OURS) || subject.startsWith("server.") && !subject.endsWith("floor");
    }

    private static String machine(Map<String, String> facts) {
        return facts.entrySet().stream()
                .map(fact -> "- " + fact.getKey() + ": "
                        + (fact.getKey().equals("command") ? "`" + fact.getValue() + "`" : fact.getValue()))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String replaced(String text, String name, String content) {
        Pattern between =
                Pattern.compile("(<!-- begin " + name + " -->\n).*?(<!-- end " + name + " -->)", Pattern.DOTALL);
        return between.matcher(text).replaceAll("$1" + Matcher.quoteReplacement(content) + "$2");
    }
}
