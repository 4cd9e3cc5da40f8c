package dev.handshake.peers.matrix;

import dev.handshake.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The main class that runs the suite against all peers: {@code Matrix PAGE JSON [NAME…]}. Tells of each on standard output,
 * writes the tables between the marks of the page, and all results into the file. With names, it runs those peers only,
 * tells what each did against a must, and writes nothing. Ends with 1 if a peer could not be run.
 */
public final class Matrix {

    private static final String BEGIN = "<!-- peers: begin -->";
    private static final String END = "<!-- peers: end -->";

    private final List<Run> runs = new ArrayList<>();
    private final List<String> notRun = new ArrayList<>();

    private Matrix() {}

    /**
     * Runs.
     *
     * @param arguments the page, the file, and names of peers
     * @throws IOException if the page can't be read, or a file not be written
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2) {
            System.err.println("usage: Matrix PAGE JSON [NAME...]");
            System.exit(2);
        }
        List<String> names = List.of(arguments).subList(2, arguments.length);
        Matrix matrix = new Matrix();
        for (Candidate peer : Candidate.ALL) {
            if (names.isEmpty() || names.contains(peer.name())) {
                matrix.run(peer);
            }
        }
        if (names.isEmpty()) {
            matrix.write(Path.of(arguments[0]), Path.of(arguments[1]));
        } else {
            matrix.tellWhatIsWrong();
        }
        System.exit(matrix.notRun.isEmpty() ? 0 : 1);
    }

    private void run(Candidate peer) {
        System.out.print(peer + ": ");
        Optional<String> missing = peer.missing();
        try {
            if (missing.isPresent()) {
                throw new IOException(missing.get());
            }
            Run run = Run.of(peer);
            runs.add(run);
            Counts counts = run.counts();
            System.out.println(counts.right() + " right, " + counts.againstMust() + " against a must, "
                    + counts.advice() + " against a should, " + counts.leftOpen() + " left open, "
                    + counts.notApplicable() + " not applicable");
        } catch (Exception e) {
            notRun.add(peer + ": " + e.getMessage());
            System.out.println("not run, " + e.getMessage());
        }
    }

    private void tellWhatIsWrong() {
        for (Run run : runs) {
            run.results().stream()
                    .filter(result -> !result.verdict().findings().isEmpty())
                    .forEach(result -> System.out.println(
                            run.peer().name() + " " + result.verdict().rating() + " " + result.of() + ": "
                                    + String.join("; ", result.verdict().findings())));
        }
    }

    private void write(Path page, Path json) throws IOException {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        about.put("java", Runtime.version().toString());
        about.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        Files.writeString(json, Raw.json(about, runs));
        String text = Files.readString(page, StandardCharsets.UTF_8);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(page + " does not hold " + BEGIN + " and " + END);
        }
        Files.writeString(page, text.substring(0, begin + BEGIN.length()) + section(about) + text.substring(end));
    }

    private String section(Map<String, String> about) {
        StringBuilder section = new StringBuilder("\n");
        section.append("Run on ")
                .append(about.get("date"))
                .append(", Java ")
                .append(about.get("java"))
                .append(", ")
                .append(about.get("system"))
                .append(".\n");
        if (!notRun.isEmpty()) {
            section.append("\nNot run: ").append(String.join("; ", notRun)).append(".\n");
        }
        for (Role role : List.of(Role.SERVER, Role.CLIENT)) {
            List<Run> side =
                    runs.stream().filter(run -> run.peer().role() == role).toList();
            section.append(role == Role.SERVER ? "\n### Servers\n\n" : "\n### Clients\n\n");
            section.append(Tables.counts(side)).append("\n").append(Tables.rules(side));
        }
        return section.append("\n").toString();
    }
}
