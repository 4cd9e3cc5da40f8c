package dev.handshake.interop.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One case for a server: the octets it receives and what may come of them.
 *
 * @param acceptable every ending that the RFCs allow
 * @param status the codes allowed if it is refused
 * @param mustHave fields that the refusal must carry
 * @param json the whole case, for what only some have
 */
record ServerVector(
        String id,
        String strictness,
        String input,
        Kind expect,
        Set<Kind> acceptable,
        Set<Integer> status,
        List<String> mustHave,
        JsonNode json) {

    static List<ServerVector> all() {
        return Vectors.read("server-vectors.json", ServerVector::of);
    }

    static List<ServerVector> accepted() {
        return all().stream().filter(vector -> vector.expect == Kind.ACCEPT).toList();
    }

    static List<ServerVector> refused() {
        return all().stream()
                .filter(vector -> vector.expect == Kind.REJECT || vector.expect == Kind.OVERFLOW)
                .filter(vector -> !Deviations.choices().contains(vector.id))
                .toList();
    }

    private static ServerVector of(JsonNode json) {
        return new ServerVector(
                json.get("id").asText(),
                json.get("strictness").asText(),
                json.get("input").asText(),
                Vectors.kind(json.get("expect")),
                Set.copyOf(Vectors.list(json.get("acceptable"), Vectors::kind)),
                Set.copyOf(Vectors.list(json.get("status"), JsonNode::asInt)),
                Vectors.list(json.get("response_must_have"), JsonNode::asText),
                json);
    }

    /** A fact that the server must have read from the request, if the case states it. */
    Optional<JsonNode> parsed(String fact) {
        return Optional.ofNullable(json.get("parsed")).map(facts -> facts.get(fact));
    }

    /** The octets that are not the handshake's. */
    String leftover() {
        return json.has("leftover") ? json.get("leftover").asText() : "";
    }

    /** The input without what lies behind the head. */
    String head() {
        return input.substring(0, input.length() - leftover().length());
    }

    /** Answers to HEAD end behind their head, whatever length they state. */
    boolean isHead() {
        return input.startsWith("HEAD ");
    }

    @Override
    public String toString() {
        return id + " (" + json.get("note").asText().replaceFirst(" ?\\[peers.*", "") + ")";
    }
}
