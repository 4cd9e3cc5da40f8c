package dev.handshake.messages;

import dev.handshake.Established;
import dev.handshake.Extension;
import dev.handshake.Role;
import java.util.List;
import java.util.Optional;

/**
 * What was agreed on about compression, RFC 7692, 7.1, from our side's point of view.
 *
 * @param keepsOwnWindow whether what we compress may refer to our earlier messages
 * @param keepsPeersWindow whether what the peer compresses may refer to its earlier ones
 * @param windowBits the size of the window that we may compress with, as its base-2 logarithm, 8 to 15; what is less than
 *     15 costs compression, and saves the peer memory, not us
 */
public record DeflateTerms(boolean keepsOwnWindow, boolean keepsPeersWindow, int windowBits) {

    private static final String NAME = "permessage-deflate";

    /**
     * Finds out what a handshake agreed on.
     *
     * @param open the connection
     * @return the terms; empty if nothing is to be compressed
     * @throws IllegalArgumentException if another extension was agreed on, whose frames nobody here understands
     */
    public static Optional<DeflateTerms> of(Established open) {
        return of(open.extensions(), open.role());
    }

    static Optional<DeflateTerms> of(List<Extension> extensions, Role role) {
        Extension deflate = null;
        for (Extension extension : extensions) {
            if (deflate != null || !extension.name().equals(NAME)) {
                throw new IllegalArgumentException("no messages can be exchanged with the extension " + extension);
            }
            deflate = extension;
        }
        return Optional.ofNullable(deflate).map(extension -> {
            String own = role == Role.SERVER ? "server" : "client";
            String peers = role == Role.SERVER ? "client" : "server";
            return new DeflateTerms(
                    !has(extension, own + "_no_context_takeover"),
                    !has(extension, peers + "_no_context_takeover"),
                    extension
                            .parameter(own + "_max_window_bits")
                            .map(Integer::parseInt)
                            .orElse(Deflation.MOST_WINDOW_BITS));
        });
    }

    private static boolean has(Extension extension, String parameter) {
        return extension.parameters().stream().anyMatch(it -> it.name().equals(parameter));
    }
}
