package dev.handshake.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.handshake.HandshakeFailure;
import dev.handshake.HandshakePhase;
import dev.handshake.HandshakeReport;
import dev.handshake.HandshakeResponse;
import dev.handshake.HandshakeTrace;
import dev.handshake.HandshakeTrace.Finding;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what the inspector's page shows: all of it escaped, cut, and without secrets. */
final class InspectorFeed {

    private static final int MOST_LINES = 60;
    private static final int COLUMNS = 300;
    private static final int TARGET_COLUMNS = 200;

    private InspectorFeed() {}

    static String json(List<Inspector.Seen> seen, long last) {
        return JsonLine.of(json -> {
            json.writeNumberField("last", last);
            json.writeArrayFieldStart("handshakes");
            for (Inspector.Seen each : seen) {
                json.writeStartObject();
                json.writeNumberField("id", each.id());
                json.writeNumberField("at", each.atMillis());
                handshake(json, each.report());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static void handshake(JsonGenerator json, HandshakeReport report) throws IOException {
        HandshakeFailure failure = report.failure();
        JsonLine.text(json, "peer", ServeReports.peer(report));
        JsonLine.text(json, "target", target(report));
        JsonLine.status(json, report.status());
        json.writeBooleanField("opened", report.opened());
        JsonLine.text(json, "failure", failure);
        JsonLine.text(json, "sentence", failure == null ? null : failure.sentence());
        JsonLine.text(json, "usualCause", failure == null ? null : failure.usualCause());
        JsonLine.text(json, "clause", failure == null ? null : failure.clause());
        json.writeNumberField("micros", Durations.micros(report.duration()));
        json.writeBooleanField("secure", report.connection().secure());
        json.writeArrayFieldStart("phases");
        for (Map.Entry<HandshakePhase, Duration> phase : report.phases().entrySet()) {
            json.writeStartObject();
            json.writeStringField("name", phase.getKey().name());
            json.writeNumberField("micros", Durations.micros(phase.getValue()));
            json.writeEndObject();
        }
        json.writeEndArray();
        trace(json, report.trace());
        answer(json, report.response(), report.opened());
    }

    private static @Nullable String target(HandshakeReport report) {
        return report.request() == null
                ? null
                : Escaped.text(report.request().target().replaceFirst("\\?.*", "?..."), TARGET_COLUMNS);
    }

    private static void trace(JsonGenerator json, @Nullable HandshakeTrace trace) throws IOException {
        json.writeArrayFieldStart("lines");
        for (HeadLine line : trace == null ? List.<HeadLine>of() : HeadLine.of(trace.head(), MOST_LINES, COLUMNS)) {
            json.writeStartObject();
            json.writeNumberField("from", line.from());
            json.writeNumberField("to", line.to());
            json.writeStringField("text", line.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("findings");
        for (Finding finding : trace == null ? List.<Finding>of() : trace.findings()) {
            TraceJson.finding(json, finding);
        }
        json.writeEndArray();
    }

    private static void answer(JsonGenerator json, @Nullable HandshakeResponse response, boolean opened)
            throws IOException {
        json.writeArrayFieldStart("answer");
        if (response != null) {
            for (String line : (response + (opened ? "" : "\n" + response.bodyText())).split("\n")) {
                json.writeString(Escaped.text(line, COLUMNS));
            }
        }
        json.writeEndArray();
        JsonLine.text(json, "subprotocol", opened ? agreed(response, "Sec-WebSocket-Protocol") : null);
        JsonLine.text(json, "extensions", opened ? agreed(response, "Sec-WebSocket-Extensions") : null);
    }

    private static @Nullable String agreed(@Nullable HandshakeResponse response, String field) {
        return response == null ? null : response.headers().only(field).orElse(null);
    }
}
