package dev.handshake.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.handshake.HandshakeTrace;
import dev.handshake.HandshakeTrace.Finding;
import dev.handshake.HandshakeTrace.Slice;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes a trace for a program. */
final class TraceJson {

    private TraceJson() {}

    /** Writes the trace as a member of an object; null if there is none. */
    static void member(JsonGenerator json, @Nullable HandshakeTrace trace) throws IOException {
        json.writeFieldName("trace");
        if (trace == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        JsonLine.text(json, "role", trace.role());
        JsonLine.text(json, "failure", trace.failure());
        JsonLine.text(
                json,
                "sentence",
                trace.failure() == null ? null : trace.failure().sentence());
        JsonLine.text(
                json,
                "usualCause",
                trace.failure() == null ? null : trace.failure().usualCause());
        json.writeStringField("head", trace.head());
        json.writeArrayFieldStart("findings");
        for (Finding finding : trace.findings()) {
            finding(json, finding);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static void finding(JsonGenerator json, Finding finding) throws IOException {
        json.writeStartObject();
        json.writeStringField("rule", finding.rule());
        json.writeStringField("clause", finding.clause());
        JsonLine.text(json, "verdict", finding.verdict());
        JsonLine.text(json, "failure", finding.failure());
        json.writeStringField("found", finding.found());
        json.writeArrayFieldStart("read");
        for (Slice slice : finding.read()) {
            json.writeArray(new int[] {slice.from(), slice.to()}, 0, 2);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
