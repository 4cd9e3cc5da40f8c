package dev.handshake;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of one handshake, or of an attempt to connect that did not come to one.
 *
 * @param role our side
 * @param opened true if the connection is now a WebSocket
 * @param failure the rule that was broken; null if the connection is open, or the transport failed otherwise than by TLS
 *     ({@link HandshakeFailure#TLS_FAILED}, to a client {@link HandshakeFailure#NOT_REACHED}) or for want of a proxy's
 *     header ({@link HandshakeFailure#NO_PROXY_HEADER})
 * @param cause what was thrown: a {@link HandshakeException}, or what the transport threw; null if the connection is open
 * @param phase how far the handshake came
 * @param status the status that was sent or received; 0 if there was none
 * @param request the request; null if it was never complete, or malformed
 * @param response the response that was sent or received; null if there was none
 * @param connection what is known of the connection
 * @param bytesRead octets that the handshake took: from the transport, or from what had been read or parsed before; some may
 *     lie behind the head. Those of a proxy and of TLS are not counted.
 * @param bytesWritten octets written to the transport, likewise
 * @param relaxations the quirks that were put up with
 * @param duration how long the handshake took, draining included
 * @param phases how long each phase took that there was; a server's first holds what went before it, the PROXY protocol and
 *     TLS, unless the connection came no further
 * @param trace what each rule found; null unless {@link HandshakerBuilder#explain} is on and there was a handshake that ended
 *     by itself, not by its deadline or a cancel
 */
public record HandshakeReport(
        Role role,
        boolean opened,
        @Nullable HandshakeFailure failure,
        @Nullable Throwable cause,
        HandshakePhase phase,
        int status,
        @Nullable HandshakeRequest request,
        @Nullable HandshakeResponse response,
        ConnectionInfo connection,
        long bytesRead,
        long bytesWritten,
        Set<Relaxation> relaxations,
        Duration duration,
        Map<HandshakePhase, Duration> phases,
        @Nullable HandshakeTrace trace) {}
