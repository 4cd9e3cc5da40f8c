package dev.handshake.cli;

import dev.handshake.HandshakeException;
import dev.handshake.HandshakeListener;
import dev.handshake.HandshakeReport;
import dev.handshake.HandshakeRequest;
import dev.handshake.Relaxation;
import dev.handshake.tls.TlsException;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints a line for each handshake of a server, and lets the inspector know. Thread-safe. */
final class ServeReports implements HandshakeListener {

    private static final int TARGET_COLUMNS = 32;

    private final Console console;
    private final boolean json;
    private final @Nullable Inspector inspector;
    /** Weak, since one that is closed instead of being asked again is not told of. */
    private final Set<Object> kept = Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

    ServeReports(Console console, boolean json, @Nullable Inspector inspector) {
        this.console = console;
        this.json = json;
        this.inspector = inspector;
    }

    /**
     * After a refusal that keeps the connection, its end without a further request is no handshake; nor is the inspector's
     * page.
     */
    @Override
    public void ended(HandshakeReport report) {
        boolean nothingCame = kept.remove(report.connection()) && report.bytesRead() == 0;
        if (report.cause() instanceof HandshakeException e && e.reusable()) {
            kept.add(report.connection());
        }
        if (nothingCame || inspector != null && Inspector.isOwn(report)) {
            return;
        }
        console.print(json ? json(report) : text(report));
        if (inspector != null) {
            inspector.add(report);
        }
    }

    /** Writes a line for a person: peer, target, status, the rule that failed, time. */
    static String text(HandshakeReport report) {
        String target = target(report);
        String line = String.format(
                Locale.ROOT,
                "%-21s  %-" + TARGET_COLUMNS + "s  %3s  %-21s %8d us",
                peer(report) == null ? "-" : peer(report),
                target == null ? "-" : Escaped.text(target, TARGET_COLUMNS),
                report.status() == 0 ? "-" : report.status(),
                verdict(report),
                Durations.micros(report.duration()));
        return report.relaxations().isEmpty() ? line : line + "  relaxed " + relaxations(report);
    }

    private static String verdict(HandshakeReport report) {
        if (report.opened()) {
            return "open";
        }
        if (report.cause() instanceof TlsException e) {
            return "TLS " + e.failure();
        }
        return report.failure() == null ? "connection lost" : report.failure().name();
    }

    private static String relaxations(HandshakeReport report) {
        return report.relaxations().stream().map(Relaxation::name).collect(Collectors.joining(", "));
    }

    /** Writes a JSON object, with a trace of what failed; what is unknown is null. */
    static String json(HandshakeReport report) {
        return JsonLine.of(json -> {
            JsonLine.text(json, "peer", peer(report));
            JsonLine.text(json, "target", target(report));
            JsonLine.status(json, report.status());
            json.writeBooleanField("opened", report.opened());
            JsonLine.text(json, "failure", report.failure());
            JsonLine.text(json, "phase", report.phase());
            json.writeNumberField("micros", Durations.micros(report.duration()));
            json.writeArrayFieldStart("relaxations");
            for (Relaxation relaxation : report.relaxations()) {
                json.writeString(relaxation.name());
            }
            json.writeEndArray();
            TraceJson.member(json, report.opened() ? null : report.trace());
        });
    }

    static @Nullable String peer(HandshakeReport report) {
        return report.connection().remoteAddress().map(Addresses::text).orElse(null);
    }

    private static @Nullable String target(HandshakeReport report) {
        HandshakeRequest request = report.request();
        return request == null ? null : request.target();
    }
}
