package dev.handshake.cli;

import dev.handshake.HandshakeFailure;
import dev.handshake.HandshakeReport;
import dev.handshake.HandshakeRequest;
import dev.handshake.HandshakeResponse;
import dev.handshake.HandshakeTrace;
import java.util.ArrayList;
import java.util.List;

/** Writes what the rules have found, for a person or for a program. */
final class ExplainReports {

    private static final int BODY_CHARS = 400;
    private static final int COLUMNS = 76;

    private ExplainReports() {}

    /** Writes each request that was sent, what the rules say of its answer, and the verdict. */
    static String text(Attempt attempt, boolean colours) {
        List<String> lines = new ArrayList<>();
        lines.add(attempt.url().shown());
        for (HandshakeReport report : attempt.reports()) {
            exchange(report, lines, colours);
        }
        lines.addAll(verdict(attempt, colours));
        return String.join(System.lineSeparator(), lines);
    }

    private static void exchange(HandshakeReport report, List<String> lines, boolean colours) {
        HandshakeRequest request = Attempt.request(report);
        if (request != null) {
            lines.add("");
            lines.add("What was sent");
            lines.add("");
            request.toString().lines().forEach(line -> lines.add("  | " + Escaped.text(line, COLUMNS)));
        }
        HandshakeTrace trace = report.trace();
        if (trace != null) {
            lines.add("");
            lines.add("What came back, and the rules of a client");
            lines.add("");
            lines.addAll(TraceText.rules(trace, colours));
        }
    }

    private static List<String> verdict(Attempt attempt, boolean colours) {
        if (attempt.opened()) {
            return List.of(paint(Ink.MET, "OPEN: every rule is met", colours));
        }
        HandshakeFailure rule = attempt.rule();
        HandshakeTrace trace =
                attempt.reports().get(attempt.reports().size() - 1).trace();
        if (rule != null && !attempt.reached()) {
            return List.of(paint(Ink.BROKEN, "NOT REACHED", colours));
        }
        HandshakeResponse response = attempt.response();
        String body = response == null ? "" : Escaped.text(ReplyBody.line(response), BODY_CHARS);
        List<String> lines = TraceText.verdict(trace, rule, body, colours);
        lines.addAll(TraceText.paragraph("help", attempt.help()));
        return lines;
    }

    /** Writes what the rules say of a request, and the verdict. */
    static String text(HandshakeTrace trace, boolean asText, boolean colours) {
        List<String> lines = new ArrayList<>();
        lines.add("What came in, and the rules of a server");
        if (asText) {
            lines.add("(line ends taken as CR LF; with --exact, as they are)");
        }
        lines.add("");
        lines.addAll(TraceText.rules(trace, colours));
        if (trace.failure() == null) {
            lines.add(paint(Ink.MET, "OPEN: every rule is met, a server answers 101", colours));
        } else {
            lines.addAll(TraceText.verdict(trace, trace.failure(), "", colours));
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static String paint(Ink ink, String text, boolean colours) {
        return colours ? ink.paint(text) : text;
    }

    /** Writes a JSON object of the same members as {@code connect}, those of the response aside, and the trace. */
    static String json(Attempt attempt) {
        return JsonLine.of(json -> {
            ConnectReports.outcome(json, attempt);
            json.writeNumberField("micros", Durations.micros(attempt.duration()));
            TraceJson.member(
                    json, attempt.reports().get(attempt.reports().size() - 1).trace());
        });
    }

    /** Writes a JSON object about a request. */
    static String json(HandshakeTrace trace) {
        return JsonLine.of(json -> {
            json.writeBooleanField("opened", trace.failure() == null);
            JsonLine.text(json, "failure", trace.failure());
            TraceJson.member(json, trace);
        });
    }
}
