package dev.handshake;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A known quirk of real peers that a server may choose to put up with. Strict is the default: none is on. Each is named
 * in the report of a handshake that needed it, so that it can be turned off again once nobody does.
 */
public enum Relaxation {
    /**
     * Any {@code Sec-WebSocket-Key} of 1 to 24 visible characters, where RFC 6455, 4.1 wants the Base64 of 16 octets. For
     * test tools and embedded clients that send a constant text.
     */
    ANY_KEY(HandshakeFailure.BAD_SEC_KEY),
    /** Lines that end with LF alone, which RFC 9112, 2.2 lets a recipient accept. For hand-written clients and scripts. */
    BARE_LF(HandshakeFailure.BAD_SYNTAX),
    /** A field value that goes on in the next line, obsolete since RFC 7230. For old proxies that wrap long fields. */
    OBS_FOLD(HandshakeFailure.BAD_SYNTAX),
    /** A request without {@code Host}, which RFC 9112, 3.2 forbids. For clients on appliances. */
    MISSING_HOST(HandshakeFailure.NO_HOST),
    /** A request of HTTP/1.0, whose connections have no upgrade. For reverse proxies that speak 1.0 to what is behind. */
    HTTP_1_0(HandshakeFailure.BAD_HTTP_VERSION);

    private static final Relaxation[] ALL = values();

    /** What would be broken without it. */
    final HandshakeFailure forgives;

    Relaxation(HandshakeFailure forgives) {
        this.forgives = forgives;
    }

    int bit() {
        return 1 << ordinal();
    }

    static int bits(Set<Relaxation> relaxations) {
        int bits = 0;
        for (Relaxation relaxation : relaxations) {
            bits |= relaxation.bit();
        }
        return bits;
    }

    static Set<Relaxation> of(int bits) {
        if (bits == 0) {
            return Set.of();
        }
        EnumSet<Relaxation> set = EnumSet.noneOf(Relaxation.class);
        for (Relaxation relaxation : ALL) {
            if ((bits & relaxation.bit()) != 0) {
                set.add(relaxation);
            }
        }
        return Collections.unmodifiableSet(set);
    }
}
