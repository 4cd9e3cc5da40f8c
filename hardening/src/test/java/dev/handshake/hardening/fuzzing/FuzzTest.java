package dev.handshake.hardening.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.hardening.Runs;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The octets of the conformance suite, as they are and changed at random, for all that reads what comes from a peer. */
class FuzzTest {

    private static final int STACK_BYTES = 64 * 1024;
    private static final int FEW = 10_000;
    private static final List<byte[]> SEEDS = Mutations.seeds();

    @ParameterizedTest
    @EnumSource(FuzzTargets.class)
    void takesTheOctetsOfEachCase(FuzzTargets target) {
        SEEDS.forEach(octets -> attempt(target, octets));
    }

    @ParameterizedTest
    @EnumSource(FuzzTargets.class)
    void doesWithASmallStack(FuzzTargets target) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread small =
                new Thread(null, () -> SEEDS.forEach(octets -> attempt(target, octets)), "small stack", STACK_BYTES);
        small.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        small.start();
        small.join();
        assertThat(failure.get()).isNull();
    }

    @ParameterizedTest
    @EnumSource(FuzzTargets.class)
    void takesWhateverIsMadeOfThem(FuzzTargets target) {
        Slowest slowest = new Slowest();
        long tried = Runs.each("inputs", FEW, target.cost(), seed -> {
            byte[] octets = new Mutations(new SplittableRandom(seed)).of(SEEDS);
            slowest.time(seed, () -> attempt(target, octets));
        });
        Runs.report(target + ": " + tried + " inputs, " + slowest);
    }

    private static void attempt(FuzzTargets target, byte[] octets) {
        try {
            target.run(octets);
        } catch (RuntimeException | Error e) {
            throw new AssertionError(target + " with\n" + FuzzTargets.text(ByteBuffer.wrap(octets)) + "\n" + e, e);
        }
    }
}
