package dev.handshake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Agrees on extensions, with a negotiator for each name (RFC 6455, 9.1). */
final class Extensions {

    private Extensions() {}

    /** Checks that each name has one negotiator. */
    static List<ExtensionNegotiator> checked(ExtensionNegotiator... negotiators) {
        Set<String> names = new HashSet<>();
        for (ExtensionNegotiator negotiator : negotiators) {
            if (!Grammar.isToken(negotiator.name()) || !names.add(negotiator.name())) {
                throw new IllegalArgumentException(
                        "each extension has a token for its name and one negotiator, but not '"
                                + Text.shown(negotiator.name()) + "'");
            }
        }
        return List.of(negotiators);
    }

    /** The server's side: answers offers in order, each name once and no reserved bit twice. */
    static List<Extension> answers(List<ExtensionNegotiator> negotiators, List<Extension> offers) {
        List<Extension> agreed = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int bits = 0;
        for (Extension offer : offers) {
            ExtensionNegotiator negotiator = find(negotiators, offer.name());
            if (negotiator != null
                    && !names.contains(offer.name())
                    && (bits & negotiator.reservedBits()) == 0
                    && negotiator.answer(offer).map(agreed::add).orElse(false)) {
                names.add(offer.name());
                bits |= negotiator.reservedBits();
            }
        }
        return agreed;
    }

    /** The client's side: which rule the answers break, or null. Each must answer an offer, no name or bit twice. */
    static @Nullable HandshakeFailure broken(
            List<ExtensionNegotiator> negotiators, List<Extension> offers, List<Extension> answers) {
        Set<String> names = new HashSet<>();
        int bits = 0;
        for (Extension answer : answers) {
            List<Extension> own = offers.stream()
                    .filter(offer -> offer.name().equals(answer.name()))
                    .toList();
            if (own.isEmpty()) {
                return HandshakeFailure.UNOFFERED_EXTENSION;
            }
            ExtensionNegotiator negotiator = find(negotiators, answer.name());
            int claimed = negotiator == null ? 0 : negotiator.reservedBits();
            boolean allowed = negotiator == null || own.stream().anyMatch(offer -> negotiator.allows(offer, answer));
            if (!allowed || !names.add(answer.name()) || (bits & claimed) != 0) {
                return HandshakeFailure.BAD_EXTENSION_RESPONSE;
            }
            bits |= claimed;
        }
        return null;
    }

    private static @Nullable ExtensionNegotiator find(List<ExtensionNegotiator> negotiators, String name) {
        for (ExtensionNegotiator negotiator : negotiators) {
            if (negotiator.name().equals(name)) {
                return negotiator;
            }
        }
        return null;
    }
}
