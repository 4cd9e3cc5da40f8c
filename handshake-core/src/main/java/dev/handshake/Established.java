package dev.handshake;

import dev.handshake.spi.ByteTransport;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose opening handshake succeeded, and what was agreed on. It belongs to whoever has it, who closes the
 * transport in the end. Immutable but for its transport.
 */
public final class Established {

    private final Role role;
    private final ByteTransport transport;
    private final ByteBuffer leftover;
    private final HandshakeRequest request;
    private final HandshakeResponse response;
    private final @Nullable String subprotocol;
    private final List<Extension> extensions;

    Established(
            Role role,
            ByteTransport transport,
            ByteBuffer leftover,
            HandshakeRequest request,
            HandshakeResponse response,
            @Nullable String subprotocol,
            List<Extension> extensions) {
        this.role = role;
        this.transport = leftover.hasRemaining() ? new LeftoverTransport(leftover.duplicate(), transport) : transport;
        this.leftover = leftover;
        this.request = request;
        this.response = response;
        this.subprotocol = subprotocol;
        this.extensions = extensions;
    }

    /**
     * Returns which side we are, which decides whose messages are masked (RFC 6455, 5.3).
     *
     * @return the role that we had in the handshake
     */
    public Role role() {
        return role;
    }

    /**
     * Returns the connection. What arrived behind the handshake is read first, then the stream, so that no octet is lost.
     *
     * @return the transport that the handshake was done over, if nothing arrived behind it; else one in front of it
     */
    public ByteTransport transport() {
        return transport;
    }

    /**
     * Returns the octets that arrived behind the handshake. They are a view, for whoever wants to look: {@link
     * #transport()} delivers them all the same.
     *
     * @return a read-only buffer, perhaps empty; each call returns a new one
     */
    public ByteBuffer leftover() {
        return leftover.asReadOnlyBuffer();
    }

    /**
     * Returns the request.
     *
     * @return the request that was received, or sent
     */
    public HandshakeRequest request() {
        return request;
    }

    /**
     * Returns the response.
     *
     * @return the 101 that was sent, or received
     */
    public HandshakeResponse response() {
        return response;
    }

    /**
     * Returns the subprotocol that both sides agreed on.
     *
     * @return the subprotocol, if there is one
     */
    public Optional<String> subprotocol() {
        return Optional.ofNullable(subprotocol);
    }

    /**
     * Returns the extensions that both sides agreed on, as the response names them.
     *
     * @return the extensions in the response's order
     */
    public List<Extension> extensions() {
        return extensions;
    }

    /**
     * Shows for a person what was agreed on.
     *
     * @return the text
     */
    @Override
    public String toString() {
        return "open for " + Text.shownTarget(request.target()) + ", subprotocol "
                + (subprotocol == null ? "none" : subprotocol) + ", extensions " + extensions;
    }
}
