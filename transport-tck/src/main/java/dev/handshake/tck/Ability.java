package dev.handshake.tck;

/** What a transport may lack without breaking a rule. The tests that need a missing ability are skipped. */
public enum Ability {

    /** {@code shutdownOutput} ends one half: the peer reads the end, and the other half goes on. */
    HALF_CLOSE("the transport cannot end one half only"),

    /** A peer that does not read makes {@code write} answer 0, or wait, after at most 64 MiB. */
    BACK_PRESSURE("the transport takes bytes without limit");

    private final String lack;

    Ability(String lack) {
        this.lack = lack;
    }

    /** Says what is missing, as the reason of a skipped test. */
    String lack() {
        return lack;
    }
}
