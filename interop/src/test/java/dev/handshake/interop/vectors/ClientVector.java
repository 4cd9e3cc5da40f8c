package dev.handshake.interop.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handshake.ClientHandshaker;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One case for a client: what it offers, the octets a server answers, and what may come of them.
 *
 * @param acceptable every ending that the RFCs allow
 * @param json the whole case, for what only some have
 */
record ClientVector(String id, String strictness, Kind expect, Set<Kind> acceptable, JsonNode json) {

    static List<ClientVector> all() {
        return Vectors.read("client-vectors.json", ClientVector::of);
    }

    static List<ClientVector> accepted() {
        return all().stream().filter(vector -> vector.expect == Kind.ACCEPT).toList();
    }

    private static ClientVector of(JsonNode json) {
        return new ClientVector(
                json.get("id").asText(),
                json.get("strictness").asText(),
                Vectors.kind(json.get("expect")),
                Set.copyOf(Vectors.list(json.get("acceptable"), Vectors::kind)),
                json);
    }

    /** The settings that send what this case takes as offered. */
    ClientHandshaker handshaker() {
        ClientHandshaker.Builder builder = ClientHandshaker.builder();
        List<String> subprotocols = Vectors.list(json.get("offered").get("subprotocols"), JsonNode::asText);
        if (!subprotocols.isEmpty()) {
            builder.subprotocols(subprotocols.toArray(String[]::new));
        }
        String extensions = json.get("offered").get("extensions").asText();
        if (!extensions.isEmpty()) {
            builder.offer(extensions);
        }
        return builder.build();
    }

    /** The octets that the server answers to a request. */
    String answerTo(String request) {
        return Placeholders.fill(json.get("input").asText(), Placeholders.keyOf(request));
    }

    /** The octets that are not the handshake's. */
    String leftover() {
        return json.has("leftover") ? json.get("leftover").asText() : "";
    }

    Optional<Integer> status() {
        return Optional.ofNullable(json.get("expect_status")).map(JsonNode::asInt);
    }

    Optional<String> subprotocol() {
        return Optional.ofNullable(json.get("negotiated"))
                .map(agreed -> agreed.get("subprotocol").asText());
    }

    @Override
    public String toString() {
        return id + " (" + json.get("note").asText().replaceFirst(" ?\\[peers.*", "") + ")";
    }
}
