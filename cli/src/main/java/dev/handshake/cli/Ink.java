package dev.handshake.cli;

import dev.handshake.HandshakeTrace.Verdict;

/** Colours of a terminal; what they say is always in the words, too. */
enum Ink {
    MET("32"),
    RELAXED("33"),
    BROKEN("1;31"),
    NOT_REACHED("2");

    private final String code;

    Ink(String code) {
        this.code = code;
    }

    static Ink of(Verdict verdict) {
        return valueOf(verdict.name());
    }

    String paint(String text) {
        return "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
