package dev.handshake.netty;

import dev.handshake.Extension;
import dev.handshake.HandshakeRequest;
import dev.handshake.HandshakeResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The user event that {@link NettyHandshakeHandler} fires when a handshake has succeeded. Immutable.
 *
 * @param request the request that was received
 * @param response the 101 that was sent
 * @param subprotocol the subprotocol that both sides agreed on; null if there is none
 * @param extensions the extensions that both sides agreed on, in the response's order
 */
public record HandshakeCompleted(
        HandshakeRequest request,
        HandshakeResponse response,
        @Nullable String subprotocol,
        List<Extension> extensions) {}
