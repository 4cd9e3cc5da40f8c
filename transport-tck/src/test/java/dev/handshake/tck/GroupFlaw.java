package dev.handshake.tck;

import java.util.Locale;

/** Ways in which {@link MemoryGroup} breaks exactly one rule, the one that the name begins with. */
enum GroupFlaw {
    NONE,
    G1_A_BAD_ADDRESS_FAILS_THE_FUTURE,
    G1_NOBODY_THERE_IS_UNCHECKED,
    G2_KEEPS_WHAT_WAS_CANCELLED,
    G3_TWO_MAY_LISTEN,
    G3_LOSES_SOME_OF_MANY,
    G3_SAYS_THAT_ONE_MAY_WAIT,
    G4_LEAVES_IT_OPEN,
    G4_LISTENS_NO_MORE,
    G5_TAKES_MORE,
    G5_ENDS_THE_REST,
    G5_FORGETS_ITS_ADDRESS,
    G6_LEAVES_CONNECTIONS,
    G6_RUNS_NO_RETRY,
    G6_LEAVES_ITS_THREAD,
    G6_WAITS_FOR_ITSELF,
    G6_GOES_ON_AFTER_CLOSE,
    G7_HAS_A_THREAD_OF_ITS_OWN,
    G7_KEEPS_THE_PROGRAM_RUNNING,
    G7_KEEPS_DESCRIPTORS;

    /** How the names of the rule's tests begin. */
    String rule() {
        return name().substring(0, 3).toLowerCase(Locale.ROOT);
    }
}
