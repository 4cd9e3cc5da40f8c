package dev.handshake;

import java.util.List;
import java.util.Objects;

/** A rule as a trace tells of it. */
interface Rule {

    /** The name, as an enum has it. */
    String name();

    /** What it reads of a head. */
    Reading reading();

    /** Adds what it found, if it was reached. */
    default Found in(Handshake engine, Found found) {
        return reading().in(engine.judgedHead(), found);
    }

    /** How it can be broken; the first names the clause that it comes from. */
    List<HandshakeFailure> failures();

    /** Where it says that it must not be broken so. */
    default String clause(HandshakeFailure how) {
        return how.clause();
    }

    /** Where the rule stands that can be broken like this, or -1. */
    static int indexOf(HandshakeFailure failure, List<Rule> rules) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).failures().contains(failure)) {
                return i;
            }
        }
        return -1;
    }

    /** The rules before and behind those of {@link RequestRule} and {@link ResponseRule}. */
    enum Outer implements Rule {
        PROTOCOL(HandshakeFailure.NOT_HTTP),
        LIMITS(
                HandshakeFailure.HEAD_TOO_LARGE,
                HandshakeFailure.TOO_MANY_HEADERS,
                HandshakeFailure.TARGET_TOO_LONG,
                HandshakeFailure.TOO_MANY_INTERIM),
        SYNTAX(HandshakeFailure.BAD_SYNTAX),
        /** What the user's functions say to a request that has met every rule. */
        DECISION(HandshakeFailure.REJECTED, HandshakeFailure.CALLBACK_FAILED),
        /** What a proxy says to a CONNECT. */
        TUNNEL(HandshakeFailure.PROXY_DECLINED);

        private final List<HandshakeFailure> failures;

        Outer(HandshakeFailure... failures) {
            this.failures = List.of(failures);
        }

        @Override
        public Reading reading() {
            return Reading.STATUS;
        }

        @Override
        public Found in(Handshake engine, Found found) {
            return switch (this) {
                case PROTOCOL -> found.first(Math.min(5, engine.headOctets().length()));
                case LIMITS -> found.add(sizes(engine));
                case SYNTAX -> engine.foundProblem(found);
                case DECISION ->
                    found.add("answered "
                            + Objects.requireNonNull(engine.response()).status());
                case TUNNEL -> Rule.super.in(engine, found);
            };
        }

        @Override
        public List<HandshakeFailure> failures() {
            return failures;
        }

        private static String sizes(Handshake engine) {
            Limits limits = engine.limits();
            Head head = engine.judgedHead();
            int fields = head == engine.head() ? Math.max(0, engine.reader.lines() - 1) : head.count();
            String sizes = engine.headOctets().length() + " of " + limits.headBytes() + " octets, " + fields + " of "
                    + limits.headers() + " fields";
            return engine instanceof ServerHandshake && engine.reader.complete()
                    ? sizes + ", " + (head.targetTo - head.targetFrom) + " of " + limits.targetBytes()
                            + " in the target"
                    : sizes;
        }
    }
}
