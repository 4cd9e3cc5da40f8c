package dev.handshake.conformance;

import dev.handshake.Extension;
import dev.handshake.HandshakeFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user of the side under test was told. Null where there was nothing to tell.
 *
 * @param rule the rule that broke
 * @param leftover the octets handed on, each character one octet
 * @param target the request's target
 * @param host the request's host
 * @param subprotocols those that the request offers
 * @param offered the extensions that the request offers
 * @param status the status of the response
 * @param subprotocol the one agreed on
 * @param extensions those agreed on
 */
public record Inside(
        @Nullable HandshakeFailure rule,
        String leftover,
        @Nullable String target,
        @Nullable String host,
        List<String> subprotocols,
        List<Extension> offered,
        int status,
        @Nullable String subprotocol,
        List<Extension> extensions) {}
