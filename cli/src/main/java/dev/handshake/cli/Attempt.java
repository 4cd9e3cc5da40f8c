package dev.handshake.cli;

import dev.handshake.ClientHandshaker;
import dev.handshake.Established;
import dev.handshake.HandshakeException;
import dev.handshake.HandshakeFailure;
import dev.handshake.HandshakePhase;
import dev.handshake.HandshakeReport;
import dev.handshake.HandshakeRequest;
import dev.handshake.HandshakeResponse;
import dev.handshake.tls.TlsException;
import dev.handshake.tls.TlsFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What became of one URL.
 *
 * @param url the URL
 * @param duration how long all of it took
 * @param reports of each request, the last one's last; all but the last were redirected
 * @param established what was agreed on, if it opened; the connection is the command's
 * @param failure why it did not, otherwise
 */
record Attempt(
        WebSocketUrl url,
        Duration duration,
        List<HandshakeReport> reports,
        @Nullable Established established,
        @Nullable IOException failure) {

    /** Opens a URL. */
    static Attempt of(ClientHandshaker.Builder builder, WebSocketUrl url) {
        long beganNanos = System.nanoTime();
        // Each is there before the result is.
        List<HandshakeReport> reports = new CopyOnWriteArrayList<>();
        Established established = null;
        IOException failure = null;
        try {
            established = builder.listener(reports::add).build().connect(url.uri());
        } catch (IOException e) {
            failure = e;
        }
        Duration duration = Duration.ofNanos(System.nanoTime() - beganNanos);
        return new Attempt(url, duration, List.copyOf(reports), established, failure);
    }

    boolean opened() {
        return established != null;
    }

    /** Tells whether the peer could be asked: a proxy that declines, or breaks the rules, has been reached. */
    boolean reached() {
        boolean late = rule() == HandshakeFailure.TIMED_OUT && phase().compareTo(HandshakePhase.TLS) <= 0;
        return rule() != HandshakeFailure.NOT_REACHED && !late;
    }

    int exitCode() {
        return opened() ? ExitCode.DONE : reached() ? ExitCode.FAILED : ExitCode.NOT_REACHED;
    }

    private HandshakeReport last() {
        return reports.get(reports.size() - 1);
    }

    HandshakePhase phase() {
        return failure instanceof HandshakeException e ? e.phase() : last().phase();
    }

    /** Returns the rule that was broken; null if it is open, or the connection was lost. */
    @Nullable
    HandshakeFailure rule() {
        return failure instanceof HandshakeException e ? e.failure() : last().failure();
    }

    @Nullable
    HandshakeResponse response() {
        return opened() ? established.response() : response(failure);
    }

    /** Returns why it did not open, and which option may help. */
    String why() {
        return (failure.getMessage() + " " + help()).strip();
    }

    /** Returns which option may help, or an empty string. */
    String help() {
        if (failure.getCause() instanceof TlsException tls && tls.failure() == TlsFailure.UNTRUSTED) {
            return "Name whom to trust with --cacert, or for a trial add --insecure.";
        }
        HandshakeResponse response = response();
        boolean elsewhere = rule() == HandshakeFailure.UPGRADE_DECLINED
                && response != null
                && response.status() / 100 == 3
                && response.headers().contains("Location");
        return elsewhere && reports.size() == 1 ? "To go where Location says, add --follow 3." : "";
    }

    /** Returns the request that was sent, if it came to that. */
    static @Nullable HandshakeRequest request(HandshakeReport report) {
        if (report.phase() == HandshakePhase.CONNECT || report.phase() == HandshakePhase.TLS) {
            return null;
        }
        return report.cause() instanceof HandshakeException e ? e.request().orElse(report.request()) : report.request();
    }

    static @Nullable HandshakeResponse response(@Nullable Throwable failure) {
        return failure instanceof HandshakeException e ? e.response().orElse(null) : null;
    }

    /** Returns how long it took until the last request could be sent. */
    Duration connecting() {
        return last().phases().entrySet().stream()
                .filter(phase -> phase.getKey().compareTo(HandshakePhase.TLS) <= 0)
                .map(Map.Entry::getValue)
                .reduce(Duration.ZERO, Duration::plus);
    }
}
