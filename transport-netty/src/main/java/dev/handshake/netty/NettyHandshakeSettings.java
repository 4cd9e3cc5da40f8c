package dev.handshake.netty;

import dev.handshake.AsyncDecider;
import dev.handshake.Decider;
import dev.handshake.Decision;
import dev.handshake.Limits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What a {@link NettyHandshakeHandler} needs to know beside its {@link dev.handshake.ServerHandshaker}, whose own decider
 * and timeout hold for its verbs only. Immutable; each {@code with…} makes a changed copy.
 *
 * @param decider decides on requests that meet every rule; called on the event loop, and must not wait there
 * @param timeout for the whole handshake, from the connection to the answer, longer than zero
 * @param drain how much is read behind a refusal, and how long, before the connection is closed; the other limits hold as
 *     the handshaker has them
 */
public record NettyHandshakeSettings(AsyncDecider decider, Duration timeout, Limits drain) {

    static final CompletableFuture<Decision> ACCEPTED = CompletableFuture.completedFuture(Decision.accept());

    private static final NettyHandshakeSettings DEFAULTS =
            new NettyHandshakeSettings(request -> ACCEPTED, Duration.ofSeconds(30), Limits.defaults());

    /**
     * Checks the settings.
     *
     * @param decider decides
     * @param timeout longer than zero
     * @param drain the limits of draining
     * @throws IllegalArgumentException if the timeout is not longer than zero
     */
    public NettyHandshakeSettings {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the timeout must be longer than zero, not " + timeout);
        }
    }

    /**
     * Returns the settings that are used where none are given.
     *
     * @return everything accepted, 30 s, draining by the default limits
     */
    public static NettyHandshakeSettings defaults() {
        return DEFAULTS;
    }

    /**
     * Returns a copy with another decider.
     *
     * @param decider decides at once
     * @return the copy
     */
    public NettyHandshakeSettings withDecider(Decider decider) {
        return withAsyncDecider(request -> CompletableFuture.completedFuture(decider.decide(request)));
    }

    /**
     * Returns a copy with another decider.
     *
     * @param decider decides when it has looked things up
     * @return the copy
     */
    public NettyHandshakeSettings withAsyncDecider(AsyncDecider decider) {
        return new NettyHandshakeSettings(decider, timeout, drain);
    }

    /**
     * Returns a copy with another timeout.
     *
     * @param timeout longer than zero
     * @return the copy
     * @throws IllegalArgumentException if it is not
     */
    public NettyHandshakeSettings withTimeout(Duration timeout) {
        return new NettyHandshakeSettings(decider, timeout, drain);
    }

    /**
     * Returns a copy that drains more or less behind a refusal.
     *
     * @param drain its {@link Limits#drainBytes()} and {@link Limits#drainTime()} are used
     * @return the copy
     */
    public NettyHandshakeSettings withDrain(Limits drain) {
        return new NettyHandshakeSettings(decider, timeout, drain);
    }

    /** In nanoseconds, or as many as there are. */
    long timeoutNanos() {
        return TimeUnit.NANOSECONDS.convert(timeout);
    }

    /** In nanoseconds, or as many as there are. */
    long drainNanos() {
        return TimeUnit.NANOSECONDS.convert(drain.drainTime());
    }
}
