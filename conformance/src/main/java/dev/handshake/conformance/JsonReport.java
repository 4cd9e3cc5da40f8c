package dev.handshake.conformance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** A report as JSON. In {@code sent} and {@code received}, a character is an octet. */
final class JsonReport {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonReport() {}

    static String of(Report report) {
        ObjectNode json = summary(report);
        ArrayNode results = json.putArray("results");
        report.results().forEach(result -> results.add(result(result)));
        return json.toPrettyString() + "\n";
    }

    static String line(Report report) {
        return summary(report).toString();
    }

    static String line(Result result) {
        return result(result).toString();
    }

    private static ObjectNode summary(Report report) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("subject", report.subject());
        json.put("role", report.role().name().toLowerCase(Locale.ROOT));
        json.put("started", report.started().toString());
        json.put("tookMillis", report.took().toMillis());
        json.put("cutShort", report.cutShort());
        json.put("passed", report.passed());
        ObjectNode counts = json.putObject("counts");
        for (Rating rating : Rating.values()) {
            counts.put(rating.toString(), report.count(rating));
        }
        return json;
    }

    private static ObjectNode result(Result result) {
        ConformanceCase it = result.of();
        ObjectNode json = MAPPER.createObjectNode();
        json.put("id", it.id());
        json.put("title", it.title());
        json.put("group", it.group());
        json.put("rule", it.rule());
        strings(json.putArray("clauses"), it.clauses());
        json.put("strictness", it.strictness().toString());
        json.put("delivery", result.delivery().toString());
        json.put("expect", it.expect().toString());
        Set<Outcome> acceptable = new TreeSet<>(it.acceptable());
        strings(json.putArray("acceptable"), acceptable);
        json.put("ending", result.seen().ending().toString());
        json.put("status", result.seen().status().orElse(null));
        json.put("rating", result.verdict().rating().toString());
        strings(json.putArray("findings"), result.verdict().findings());
        json.put("note", result.seen().note());
        json.put("reason", it.reason());
        json.put("sent", result.seen().sent());
        json.put("received", result.seen().received());
        return json;
    }

    private static void strings(ArrayNode array, Collection<?> values) {
        values.forEach(value -> array.add(value.toString()));
    }
}
