package dev.handshake.hardening.fuzzing;

/** What Jazzer calls; {@code hardening/fuzz} runs it. The target is the one that {@code -Dhardening.target=…} names. */
public final class JazzerEntry {

    private static final FuzzTargets TARGET = FuzzTargets.valueOf(System.getProperty("hardening.target", "SERVER"));

    private JazzerEntry() {}

    /** All that is loaded once takes its time, which is not an input's. */
    public static void fuzzerInitialize() {
        TARGET.run(new byte[0]);
    }

    public static void fuzzerTestOneInput(byte[] octets) {
        TARGET.run(octets);
    }
}
