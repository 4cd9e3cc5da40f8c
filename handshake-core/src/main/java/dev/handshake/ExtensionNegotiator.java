package dev.handshake;

import java.util.List;
import java.util.Optional;

/**
 * Knows one extension well enough to agree on it, in either role (RFC 6455, 9.1). Negotiation only: what the extension
 * does to frames is the business of whoever carries the messages. Thread-safe.
 */
public interface ExtensionNegotiator {

    /**
     * Returns the extension's name.
     *
     * @return a token; letter case counts
     */
    String name();

    /**
     * Returns the reserved bits of the frame header that the extension uses. Two extensions that claim the same bit are
     * never both agreed on.
     *
     * @return the sum of 4 for RSV1, 2 for RSV2, 1 for RSV3; 0 for none
     */
    int reservedBits();

    /**
     * Answers an offer, on the server's side.
     *
     * @param offer an offer of this name; later ones of the same name are tried if this one is declined
     * @return what goes into the response; empty to decline, which is never an error
     */
    Optional<Extension> answer(Extension offer);

    /**
     * Returns what to offer, on the client's side.
     *
     * @return the offers, the most wanted first; all of this name
     */
    List<Extension> offers();

    /**
     * Tells whether an answer is one that the extension's specification allows to an offer, on the client's side.
     *
     * @param offer what was offered
     * @param answer what the server answered
     * @return false if it is not: the connection then fails, as it must (RFC 6455, 4.1)
     */
    boolean allows(Extension offer, Extension answer);
}
