package dev.handshake.cli;

import dev.handshake.Established;
import dev.handshake.HandshakeException;
import dev.handshake.HandshakeFailure;
import dev.handshake.HandshakePhase;
import dev.handshake.HandshakeReport;
import dev.handshake.HandshakeRequest;
import dev.handshake.HandshakeResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of one URL.
 *
 * @param url the URL
 * @param connecting how long resolving and connecting took, if the peer was reached
 * @param duration how long all of it took
 * @param report of the handshake, if the peer was reached
 * @param established what was agreed on, if it opened; the connection is closed
 * @param failure why it did not, otherwise
 */
record Attempt(
        WebSocketUrl url,
        Duration connecting,
        Duration duration,
        @Nullable HandshakeReport report,
        @Nullable Established established,
        @Nullable IOException failure) {

    static Attempt notReached(WebSocketUrl url, Duration duration, @Nullable IOException failure) {
        return new Attempt(url, Duration.ZERO, duration, null, null, failure);
    }

    boolean opened() {
        return established != null;
    }

    int exitCode() {
        if (established != null) {
            return ExitCode.DONE;
        }
        return report == null ? ExitCode.NOT_REACHED : ExitCode.FAILED;
    }

    HandshakePhase phase() {
        return report == null ? HandshakePhase.CONNECT : report.phase();
    }

    /** Returns the rule that was broken; null if none, or no handshake got far enough to break one. */
    @Nullable
    HandshakeFailure rule() {
        return report == null ? null : report.failure();
    }

    @Nullable
    HandshakeRequest request() {
        return report == null ? null : report.request();
    }

    @Nullable
    HandshakeResponse response() {
        if (established != null) {
            return established.response();
        }
        return failure instanceof HandshakeException e ? e.response().orElse(null) : null;
    }
}
