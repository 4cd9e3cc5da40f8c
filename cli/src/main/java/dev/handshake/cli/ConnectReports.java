package dev.handshake.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.handshake.Established;
import dev.handshake.Extension;
import dev.handshake.HandshakeFailure;
import dev.handshake.HandshakeReport;
import dev.handshake.HandshakeRequest;
import dev.handshake.HandshakeResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes what became of a URL, for a person or for a program. */
final class ConnectReports {

    private static final int BODY_LINES = 20;
    private static final int BODY_COLUMNS = 120;

    private ConnectReports() {}

    /** Writes each request with its response, and the verdict; secrets are not shown. */
    static String text(Attempt attempt) {
        List<String> lines = new ArrayList<>();
        lines.add(attempt.url().shown());
        for (int i = 0; i < attempt.reports().size(); i++) {
            HandshakeReport report = attempt.reports().get(i);
            boolean last = i == attempt.reports().size() - 1;
            exchange(Attempt.request(report), last ? attempt.response() : Attempt.response(report.cause()), lines);
        }
        lines.add(verdict(attempt));
        return String.join(System.lineSeparator(), lines);
    }

    private static void exchange(
            @Nullable HandshakeRequest request, @Nullable HandshakeResponse response, List<String> lines) {
        if (request != null) {
            request.toString().lines().forEach(line -> lines.add("> " + line));
            lines.add("");
        }
        if (response != null) {
            response.toString().lines().forEach(line -> lines.add("< " + line));
            body(response, lines);
            lines.add("");
        }
    }

    private static void body(HandshakeResponse response, List<String> lines) {
        List<String> body = ReplyBody.lines(response);
        if (!body.isEmpty()) {
            lines.add("<");
        }
        body.stream().limit(BODY_LINES).forEach(line -> lines.add("< " + Escaped.text(line, BODY_COLUMNS)));
        if (body.size() > BODY_LINES) {
            lines.add("< ...");
        }
    }

    private static String verdict(Attempt attempt) {
        Established established = attempt.established();
        String times = Durations.measured(attempt.duration());
        if (!attempt.opened() && !attempt.reached()) {
            return "NOT REACHED after " + times;
        }
        times += " (" + Durations.measured(attempt.connecting()) + " of it to connect)";
        if (established == null) {
            HandshakeFailure rule = attempt.rule();
            return "FAILED after " + times + ": " + (rule == null ? "connection lost" : rule.name());
        }
        int left = established.leftover().remaining();
        return "OPEN after " + times + ": subprotocol "
                + established.subprotocol().orElse("none") + ", extensions "
                + (established.extensions().isEmpty() ? "none" : extensions(established))
                + (left == 0 ? "" : ", " + left + " octets behind the response");
    }

    /** Writes a JSON object whose members are the same, in the same order, whatever became of it. */
    static String json(Attempt attempt) {
        Established established = attempt.established();
        HandshakeResponse response = attempt.response();
        return JsonLine.of(json -> {
            outcome(json, attempt);
            json.writeArrayFieldStart("headers");
            for (String[] header : headers(response)) {
                json.writeArray(header, 0, header.length);
            }
            json.writeEndArray();
            JsonLine.text(
                    json,
                    "subprotocol",
                    established == null ? null : established.subprotocol().orElse(null));
            json.writeStringField("extensions", established == null ? "" : extensions(established));
            json.writeStringField("leftoverBase64", established == null ? "" : base64(established.leftover()));
            json.writeNumberField("micros", Durations.micros(attempt.duration()));
        });
    }

    /** Writes the members that tell what became of a URL. */
    static void outcome(JsonGenerator json, Attempt attempt) throws IOException {
        HandshakeResponse response = attempt.response();
        json.writeStringField("url", attempt.url().text());
        json.writeBooleanField("opened", attempt.opened());
        JsonLine.text(json, "failure", attempt.rule());
        JsonLine.text(json, "phase", attempt.phase());
        JsonLine.status(json, response == null ? 0 : response.status());
    }

    private static List<String[]> headers(@Nullable HandshakeResponse response) {
        List<String[]> headers = new ArrayList<>();
        if (response != null) {
            response.headers().forEach((name, value) -> headers.add(new String[] {name, value}));
        }
        return headers;
    }

    private static String extensions(Established established) {
        return established.extensions().stream().map(Extension::toString).collect(Collectors.joining(", "));
    }

    private static String base64(ByteBuffer octets) {
        byte[] copy = new byte[octets.remaining()];
        octets.get(copy);
        return Base64.getEncoder().encodeToString(copy);
    }
}
