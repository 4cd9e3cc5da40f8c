package dev.handshake.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results as JSON, so that one run can go on from what another has measured. */
public final class Results {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Results() {}

    /** Writes all measures, with where they were made and how they stand beside the targets. */
    public static void write(Path file, Map<String, String> machine, Measures measures) throws IOException {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("machine", machine);
        root.put(
                "targets",
                Targets.table(measures).stream().skip(1).map(Results::target).toList());
        root.put("measures", measures.all().stream().map(Results::measure).toList());
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, JSON.writeValueAsString(root) + "\n");
    }

    /** Reads what {@link #write} has written; nothing if the file is not there. */
    public static Measures read(Path file) throws IOException {
        Measures measures = new Measures();
        if (Files.exists(file)) {
            for (JsonNode node : JSON.readTree(file.toFile()).path("measures")) {
                List<Double> rounds = new ArrayList<>();
                node.path("rounds").forEach(round -> rounds.add(round.asDouble()));
                measures.put(new Measure(
                        node.path("group").asText(),
                        node.path("subject").asText(),
                        node.path("setting").asText(),
                        node.path("unit").asText(),
                        rounds));
            }
        }
        return measures;
    }

    private static Map<String, String> target(List<String> row) {
        Map<String, String> target = new LinkedHashMap<>();
        target.put("figure", row.get(0));
        target.put("measured", row.get(1));
        target.put("target", row.get(2));
        target.put("verdict", row.get(3));
        return target;
    }

    private static Map<String, Object> measure(Measure measure) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("group", measure.group());
        object.put("subject", measure.subject());
        object.put("setting", measure.setting());
        object.put("unit", measure.unit());
        object.put("median", measure.median());
        object.put("rounds", measure.rounds());
        return object;
    }
}
