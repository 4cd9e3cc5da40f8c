package dev.handshake.conformance;

import dev.handshake.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The clauses that the cases come from, as a table in Markdown: what our engines do, in which cases, and which test shows it. */
final class ClauseTable {

    private static final Pattern CLAUSE = Pattern.compile("RFC (\\d+), ([0-9A-Z.]+)(?:, (\\S+))?");
    private static final Path CORE_TESTS = Path.of("../handshake-core/src/test/java/dev/handshake");

    /** Numbers as numbers, from left to right. */
    private static final Comparator<String> IN_ORDER = Comparator.comparing(clause -> Pattern.compile("\\d+")
            .matcher(clause)
            .replaceAll(number -> "0".repeat(5 - number.group().length()) + number.group()));

    /** One case, and what our engine did. */
    private record Done(ConformanceCase it, Outcome outcome, String rule) {}

    private final Map<String, List<Done>> rows = new TreeMap<>(IN_ORDER);
    private final Map<Role, List<String>> tests;

    private ClauseTable() throws IOException {
        tests = Map.of(Role.SERVER, methods("RequestRuleTest"), Role.CLIENT, methods("ResponseRuleTest"));
        Corpus corpus = Corpus.load();
        for (Role role : Role.values()) {
            Subject engine = role == Role.SERVER ? Engines.server() : Engines.client();
            for (ConformanceCase it : corpus.cases(role)) {
                Observation seen = engine.observe(it, Delivery.WHOLE);
                Inside inside = Objects.requireNonNull(seen.inside());
                String rule = inside.rule() == null ? it.rule() : inside.rule().name();
                Done done = new Done(it, seen.ending().outcome().orElseThrow(), rule);
                it.clauses()
                        .forEach(clause -> rows.computeIfAbsent(clause, key -> new ArrayList<>())
                                .add(done));
            }
        }
    }

    /** Makes the lines of the table. */
    static List<String> lines() throws IOException {
        ClauseTable table = new ClauseTable();
        List<String> lines =
                new ArrayList<>(List.of("| clause | side | what we do | cases | shown by |", "|---|---|---|---|---|"));
        table.rows.forEach((clause, all) -> {
            for (Role role : Role.values()) {
                List<Done> some =
                        all.stream().filter(done -> done.it.role() == role).toList();
                if (!some.isEmpty()) {
                    lines.add(table.line(clause, role, some));
                }
            }
        });
        return lines;
    }

    private String line(String clause, Role role, List<Done> all) {
        return "| " + link(clause) + " | " + role.name().toLowerCase(Locale.ROOT) + " | " + behaviour(all) + " | "
                + ids(all) + " | " + shownBy(role, all) + " |";
    }

    private static String link(String clause) {
        Matcher parts = CLAUSE.matcher(clause);
        if (!parts.matches()) {
            throw new IllegalStateException(clause);
        }
        return "[" + clause + "](https://www.rfc-editor.org/rfc/rfc" + parts.group(1) + "#section-" + parts.group(2)
                + ")";
    }

    private static String behaviour(List<Done> all) {
        List<String> done = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            String rules = all.stream()
                    .filter(it -> it.outcome == outcome)
                    .map(it -> "`" + it.rule + "`")
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(", "));
            if (!rules.isEmpty()) {
                done.add(outcome + ": " + rules);
            }
        }
        return String.join("; ", done);
    }

    /** {@code S-HOST 1-4, 7}. */
    private static String ids(List<Done> all) {
        Map<String, TreeSet<Integer>> numbers = new TreeMap<>();
        for (Done done : all) {
            String id = done.it.id();
            int dash = id.lastIndexOf('-');
            numbers.computeIfAbsent(id.substring(0, dash), key -> new TreeSet<>())
                    .add(Integer.parseInt(id.substring(dash + 1)));
        }
        return numbers.entrySet().stream()
                .map(topic -> topic.getKey() + " " + ranges(topic.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String ranges(TreeSet<Integer> numbers) {
        List<String> ranges = new ArrayList<>();
        for (int from : numbers) {
            if (!numbers.contains(from - 1)) {
                int to = from;
                while (numbers.contains(to + 1)) {
                    to++;
                }
                ranges.add(from == to ? "" + from : from + "-" + to);
            }
        }
        return String.join(", ", ranges);
    }

    /** The tests of the core are named after the rules; what is taken is shown by the run of the cases. */
    private String shownBy(Role role, List<Done> all) {
        TreeSet<String> shown = new TreeSet<>();
        for (Done done : all) {
            String start = done.rule.replace("_", "").toLowerCase(Locale.ROOT);
            Objects.requireNonNull(tests.get(role)).stream()
                    .filter(name -> done.outcome != Outcome.ACCEPT && done.outcome != Outcome.WAIT)
                    .filter(name -> name.substring(name.indexOf('.') + 1)
                            .toLowerCase(Locale.ROOT)
                            .startsWith(start))
                    .findFirst()
                    .ifPresent(shown::add);
        }
        String names = shown.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
        return names.isEmpty() ? "the cases" : names;
    }

    private static List<String> methods(String test) throws IOException {
        String source = Files.readString(CORE_TESTS.resolve(test + ".java"));
        return Arrays.stream(source.split("\n"))
                .map(Pattern.compile("    void (\\w+)\\(.*")::matcher)
                .filter(Matcher::matches)
                .map(method -> test + "." + method.group(1))
                .toList();
    }
}
