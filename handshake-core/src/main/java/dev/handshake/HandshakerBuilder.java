package dev.handshake;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The settings that both handshakers have. Not thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract sealed class HandshakerBuilder<B extends HandshakerBuilder<B>>
        permits ServerHandshaker.Builder, ClientHandshaker.Builder {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    Limits limits = Limits.defaults();
    List<ExtensionNegotiator> extensions = List.of();
    private Duration timeout = DEFAULT_TIMEOUT;
    private @Nullable ScheduledExecutorService scheduler;
    private @Nullable Executor executor;
    private @Nullable HandshakeListener listener;
    private boolean explain;

    HandshakerBuilder() {}

    abstract B self();

    /**
     * Sets how much a peer may make us hold. {@link Limits#defaults()} otherwise.
     *
     * @param limits the limits
     * @return this
     */
    public B limits(Limits limits) {
        this.limits = limits;
        return self();
    }

    /**
     * Sets the extensions: a server answers offers of them, a client offers them and checks the answers. None otherwise.
     *
     * @param negotiators a negotiator for each extension
     * @return this
     * @throws IllegalArgumentException if two are for one name, or a name is no token
     */
    public B extensions(ExtensionNegotiator... negotiators) {
        this.extensions = Extensions.checked(negotiators);
        return self();
    }

    /**
     * Sets the time for the whole handshake, from the call to its end. A peer that sends slowly does not prolong it. 30 s
     * otherwise.
     *
     * @param timeout longer than zero
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public B timeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the timeout must be longer than zero, not " + timeout);
        }
        this.timeout = timeout;
        return self();
    }

    /**
     * Sets what watches the deadlines. One thread shared by all handshakers otherwise.
     *
     * @param scheduler the scheduler; never shut down by a handshaker. What a handshake that ran out of time brings about
     *     happens on its thread. If it is a {@code ScheduledThreadPoolExecutor}, call {@code
     *     setRemoveOnCancelPolicy(true)}, so that it lets go of the deadlines of handshakes that are done.
     * @return this
     */
    public B scheduler(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
        return self();
    }

    /**
     * Sets where asynchronous handshakes run. Otherwise they run where their transport calls back, or, over one that
     * blocks, on a thread of their own, a virtual one where the JDK has them.
     *
     * @param executor the executor; never shut down by a handshaker
     * @return this
     */
    public B executor(Executor executor) {
        this.executor = executor;
        return self();
    }

    /**
     * Sets who is told of each handshake. Nobody otherwise.
     *
     * @param listener told once for each handshake
     * @return this
     */
    public B listener(HandshakeListener listener) {
        this.listener = listener;
        return self();
    }

    /**
     * Sets whether each handshake is explained: its {@link HandshakeReport} and its {@link HandshakeException} then carry a
     * {@link HandshakeTrace}, over whatever it runs. That takes some microseconds when a handshake has ended, and nothing
     * before. Off otherwise.
     *
     * @param on true to explain
     * @return this
     */
    public B explain(boolean on) {
        this.explain = on;
        return self();
    }

    RunSettings runSettings(@Nullable AsyncDecider decider) {
        return new RunSettings(timeout, limits, scheduler, executor, listener, decider, explain);
    }
}
