package dev.handshake;

import dev.handshake.tls.TlsException;
import dev.handshake.tls.TlsFailure;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps count of one run, and reports it once: to the listener, to JDK Flight Recorder, to the log. What the thread of a
 * deadline may need to read while the loop goes on is volatile.
 */
final class RunReport {

    private static final Logger LOG = LoggerFactory.getLogger("dev.handshake");
    private static final HandshakePhase[] PHASES = HandshakePhase.values();

    /** Null if nobody wants to know. */
    private @Nullable Watch watch;

    private volatile @Nullable Handshake engine;
    private volatile @Nullable HandshakeRequest request;
    private volatile HandshakePhase phase;
    private volatile int read;
    private volatile int written;

    /** Of a client's attempt that has no handshake yet. */
    RunReport(HandshakePhase first) {
        this.phase = first;
    }

    RunReport(Handshake engine) {
        this(engine.phase());
        over(engine);
    }

    /** Goes on with the handshake that the attempt has come to. */
    RunReport over(Handshake engine) {
        this.engine = engine;
        if (engine instanceof ClientHandshake client) {
            request = client.request();
        }
        return this;
    }

    /** Begins, unless it has begun. */
    void begin(RunSettings settings) {
        if (watch != null) {
            return;
        }
        boolean recorded = FlightRecorder.isInitialized() && AnyEvent.ANY.isEnabled();
        if (recorded || settings.listener() != null || LOG.isDebugEnabled()) {
            watch = new Watch(recorded ? new HandshakeEvent() : null);
        }
    }

    HandshakePhase phase() {
        return phase;
    }

    void entered(HandshakePhase now) {
        if (now != phase) {
            if (watch != null) {
                watch.left(phase);
            }
            phase = now;
        }
    }

    void request(HandshakeRequest request) {
        this.request = request;
    }

    void read(int count) {
        read += count;
    }

    void wrote(int count) {
        written += count;
    }

    /** Describes an end from outside, with what is safe to look at while the loop may be at work. */
    HandshakeException describe(HandshakeFailure failure, String detail) {
        HandshakePhase phase = this.phase;
        int read = this.read;
        int written = this.written;
        return new HandshakeException(
                failure,
                phase,
                request,
                null,
                false,
                Handshake.NOTHING,
                () -> (detail + " In phase " + phase + ", " + read + " octets were read and " + written + " written.")
                        .strip(),
                null);
    }

    /** Tells whether TLS has failed, and it was not just that the peer broke off when TLS was done. */
    static boolean tlsFailed(@Nullable Object result, HandshakePhase phase) {
        return result instanceof TlsException e && (phase == HandshakePhase.TLS || e.failure() != TlsFailure.TRUNCATED);
    }

    /**
     * Reports the end, once. Whoever listens can't change it: what is thrown there is logged. A tunnel is not a handshake,
     * but part of an attempt, which has a report of its own.
     */
    void end(Object result, RunSettings settings) {
        boolean tunnel = engine != null && engine.phase() == HandshakePhase.PROXY;
        HandshakeTrace trace = settings.explain() ? explained(result) : null;
        Watch watch = this.watch;
        if (watch == null || tunnel || !watch.isFirstEnd()) {
            return;
        }
        try {
            HandshakeReport report = report(result, trace, watch);
            LOG.debug("{}", new Line(report));
            if (watch.event != null) {
                watch.event.commit(report);
            }
            if (settings.listener() != null) {
                settings.listener().ended(report);
            }
        } catch (RuntimeException | Error e) {
            LOG.warn("A listener of handshakes failed", e);
        }
    }

    /** An end from outside may come while the loop is at work, and nobody else may look at the engine then. */
    private @Nullable HandshakeTrace explained(Object result) {
        HandshakeException failure = result instanceof HandshakeException e ? e : null;
        if (failure != null && failure.trace().isPresent()) {
            return failure.trace().get();
        }
        Handshake engine = this.engine;
        boolean byItself = failure == null
                ? result instanceof Established
                : engine != null && engine.broken() == failure.failure();
        HandshakeTrace trace = null;
        try {
            trace = engine != null && byItself ? engine.trace() : null;
        } catch (RuntimeException | Error e) {
            LOG.warn("A handshake could not be explained", e);
        }
        if (failure != null) {
            failure.explain(trace);
        }
        return trace;
    }

    private HandshakeReport report(Object result, @Nullable HandshakeTrace trace, Watch watch) {
        HandshakeException failure = result instanceof HandshakeException e ? e : null;
        HandshakeRequest seen = result instanceof Established established ? established.request() : request;
        HandshakeResponse response = result instanceof Established established ? established.response() : null;
        if (failure != null) {
            seen = failure.request().orElse(seen);
            response = failure.response().orElse(null);
        }
        HandshakeFailure before = beforeTheRequest(result);
        Handshake engine = this.engine;
        return new HandshakeReport(
                role(),
                result instanceof Established,
                failure == null ? before : failure.failure(),
                result instanceof Throwable thrown ? thrown : null,
                failure != null ? failure.phase() : phaseOf(before),
                response == null ? 0 : response.status(),
                seen,
                response,
                engine == null ? ConnectionInfo.UNKNOWN : engine.connection,
                read,
                written,
                engine instanceof ServerHandshake server ? Relaxation.of(server.relaxationsUsed()) : Set.of(),
                Duration.ofNanos(System.nanoTime() - watch.beganNanos),
                watch.phases(phaseOf(before)),
                trace);
    }

    /** Returns what failed on the way to the request, of which the transport alone could tell; null if it is not that. */
    private @Nullable HandshakeFailure beforeTheRequest(Object result) {
        if (result instanceof ProxyHeader.Malformed) {
            return HandshakeFailure.NO_PROXY_HEADER;
        }
        if (!tlsFailed(result, phase)) {
            return null;
        }
        return role() == Role.CLIENT ? HandshakeFailure.NOT_REACHED : HandshakeFailure.TLS_FAILED;
    }

    private HandshakePhase phaseOf(@Nullable HandshakeFailure before) {
        if (before == null) {
            return phase;
        }
        return before == HandshakeFailure.NO_PROXY_HEADER ? HandshakePhase.PROXY : HandshakePhase.TLS;
    }

    private Role role() {
        return engine instanceof ServerHandshake ? Role.SERVER : Role.CLIENT;
    }

    /** How long it takes, and each phase of it. */
    private static final class Watch {

        final @Nullable HandshakeEvent event;
        final long beganNanos = System.nanoTime();
        private final long[] nanos = new long[PHASES.length];
        private long enteredNanos = beganNanos;
        private boolean ended;

        Watch(@Nullable HandshakeEvent event) {
            this.event = event;
            if (event != null) {
                event.begin();
            }
        }

        void left(HandshakePhase phase) {
            long now = System.nanoTime();
            nanos[phase.ordinal()] += now - enteredNanos;
            enteredNanos = now;
        }

        synchronized boolean isFirstEnd() {
            boolean first = !ended;
            ended = true;
            return first;
        }

        Map<HandshakePhase, Duration> phases(HandshakePhase last) {
            left(last);
            Map<HandshakePhase, Duration> phases = new EnumMap<>(HandshakePhase.class);
            for (HandshakePhase each : PHASES) {
                if (nanos[each.ordinal()] > 0) {
                    phases.put(each, Duration.ofNanos(nanos[each.ordinal()]));
                }
            }
            return phases;
        }
    }

    /** Asked whether anybody is recording. Loading it starts half of the flight recorder, so not before that has started. */
    private static final class AnyEvent {
        static final HandshakeEvent ANY = new HandshakeEvent();
    }

    /** A line of the log, put together only if it is written. */
    private record Line(HandshakeReport report) {
        @Override
        public String toString() {
            HandshakeRequest request = report.request();
            String target = request == null ? "" : " for " + Text.shownTarget(request.target());
            String how = report.opened() ? "opened" : "failed: " + report.cause();
            String relaxed = report.relaxations().isEmpty() ? "" : " (put up with " + report.relaxations() + ")";
            return report.role() + " handshake" + target + " with "
                    + report.connection().remoteAddress().map(Object::toString).orElse("unknown peer") + " "
                    + how + relaxed;
        }
    }
}
