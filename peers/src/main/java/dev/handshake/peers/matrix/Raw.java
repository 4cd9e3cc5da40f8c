package dev.handshake.peers.matrix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshake.conformance.ConformanceCase;
import dev.handshake.conformance.Rating;
import dev.handshake.conformance.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results as JSON: an object of a line for each peer, and one for each case with what was seen of whom. */
final class Raw {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Raw() {}

    static String json(Map<String, String> about, List<Run> runs) throws JsonProcessingException {
        Map<String, Map<String, Object>> cases = new LinkedHashMap<>();
        for (Run run : runs) {
            for (Result result : run.results()) {
                seen(cases, result).put(run.peer().name(), words(result));
            }
        }
        StringBuilder json = new StringBuilder("{\n");
        json.append("\"about\": ").append(JSON.writeValueAsString(about)).append(",\n");
        json.append("\"peers\": [\n").append(lines(runs.stream().map(Raw::peer).toList()));
        json.append("],\n\"cases\": [\n").append(lines(List.copyOf(cases.values())));
        return json.append("]\n}\n").toString();
    }

    private static Map<String, Object> peer(Run run) {
        Map<String, Object> peer = new LinkedHashMap<>();
        peer.put("name", run.peer().name());
        peer.put("title", run.peer().title());
        peer.put("role", run.peer().role().toString());
        peer.put("version", run.version());
        peer.put("counts", run.counts());
        return peer;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> seen(Map<String, Map<String, Object>> cases, Result result) {
        ConformanceCase it = result.of();
        Map<String, Object> line = cases.computeIfAbsent(it.id(), id -> {
            Map<String, Object> fresh = new LinkedHashMap<>();
            fresh.put("id", id);
            fresh.put("rule", it.rule());
            fresh.put("strictness", it.strictness().toString());
            fresh.put("expect", it.expect().toString());
            fresh.put("seen", new LinkedHashMap<String, Object>());
            return fresh;
        });
        return (Map<String, Object>) line.get("seen");
    }

    /** Such as {@code wrong: accepted 101}: what it is worth unless that is right, what was seen, and why if that is not plain. */
    private static String words(Result result) {
        Rating rating = result.verdict().rating();
        if (rating == Rating.NOT_APPLICABLE) {
            return rating.toString();
        }
        String status = result.seen().status().map(code -> " " + code).orElse("");
        String why = Counts.isOtherwise(result)
                ? " (" + String.join("; ", result.verdict().findings()) + ")"
                : "";
        return (rating == Rating.RIGHT ? "" : rating + ": ") + result.seen().ending() + status + why;
    }

    private static String lines(List<Map<String, Object>> objects) throws JsonProcessingException {
        StringBuilder lines = new StringBuilder();
        for (Map<String, Object> object : objects) {
            lines.append(lines.isEmpty() ? "" : ",\n").append(JSON.writeValueAsString(object));
        }
        return lines.append('\n').toString();
    }
}
