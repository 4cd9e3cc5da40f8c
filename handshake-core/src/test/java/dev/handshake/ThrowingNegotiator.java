package dev.handshake;

import java.util.List;
import java.util.Optional;

/** Offers the extension {@code x}, and throws when it is asked about an offer or an answer. */
final class ThrowingNegotiator implements ExtensionNegotiator {

    static final String MESSAGE = "negotiator";

    @Override
    public String name() {
        return "x";
    }

    @Override
    public int reservedBits() {
        return 0;
    }

    @Override
    public Optional<Extension> answer(Extension offer) {
        throw new IllegalStateException(MESSAGE);
    }

    @Override
    public List<Extension> offers() {
        return Extension.parse("x");
    }

    @Override
    public boolean allows(Extension offer, Extension answer) {
        throw new IllegalStateException(MESSAGE);
    }
}
