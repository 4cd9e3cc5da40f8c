package dev.handshake.conformance;

import dev.handshake.ClientHandshaker;
import dev.handshake.Limits;
import dev.handshake.Origins;
import dev.handshake.PermessageDeflate;
import dev.handshake.Relaxation;
import dev.handshake.ServerHandshaker;
import dev.handshake.Subprotocols;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings under which a case has its expectation, where they are not the usual ones: any {@code Origin}, the
 * subprotocols {@code chat} and {@code superchat} in the server's order, {@code permessage-deflate}, heads of at most 16
 * KiB and 100 fields, no relaxation. The settings of a foreign server are not known, so a case with a profile is run on
 * engines only.
 *
 * @param origins {@code any}, {@code same}, or the origins let in, with a space between two of them
 * @param subprotocols those that the server knows
 * @param subprotocolRequired whether the server refuses when none of them was offered
 * @param deflate whether the server knows {@code permessage-deflate}
 * @param headBytes the largest head, in octets
 * @param headers the most header fields
 * @param targetBytes the longest target, in octets
 * @param relax the relaxations of the server
 */
public record Profile(
        @Nullable String origins,
        @Nullable List<String> subprotocols,
        boolean subprotocolRequired,
        @Nullable Boolean deflate,
        @Nullable Integer headBytes,
        @Nullable Integer headers,
        @Nullable Integer targetBytes,
        @Nullable Set<Relaxation> relax) {

    private static final Profile USUAL = new Profile(null, null, false, null, null, null, null, null);

    /**
     * Returns the usual settings.
     *
     * @return the profile
     */
    public static Profile usual() {
        return USUAL;
    }

    /**
     * Returns our own server with these settings.
     *
     * @return a builder
     */
    public ServerHandshaker.Builder server() {
        ServerHandshaker.Builder server = ServerHandshaker.builder()
                .origins(policy())
                .subprotocols(known())
                .limits(limits())
                .relax(relax == null ? new Relaxation[0] : relax.toArray(Relaxation[]::new));
        if (!Boolean.FALSE.equals(deflate)) {
            server.extensions(PermessageDeflate.defaults());
        }
        return server;
    }

    /**
     * Returns our own client with these settings.
     *
     * @param offer what it offers
     * @return a builder
     */
    public ClientHandshaker.Builder client(Offer offer) {
        ClientHandshaker.Builder client = ClientHandshaker.builder().limits(limits());
        if (!offer.subprotocols().isEmpty()) {
            client.subprotocols(offer.subprotocols().toArray(String[]::new));
        }
        if (!offer.extensions().isEmpty()) {
            client.offer(offer.extensions());
        }
        return client;
    }

    private Origins policy() {
        if (origins == null || origins.equals("any")) {
            return Origins.any();
        }
        return origins.equals("same") ? Origins.sameOrigin() : Origins.allow(origins.split(" "));
    }

    private Subprotocols known() {
        String[] names =
                subprotocols == null ? new String[] {"chat", "superchat"} : subprotocols.toArray(String[]::new);
        Subprotocols known = names.length == 0 ? Subprotocols.none() : Subprotocols.serverPreference(names);
        return subprotocolRequired ? known.required() : known;
    }

    private Limits limits() {
        Limits limits = Limits.defaults().withHeadBytes(headBytes == null ? 16 * 1024 : headBytes);
        limits = limits.withHeaders(headers == null ? 100 : headers);
        return targetBytes == null ? limits : limits.withTargetBytes(targetBytes);
    }
}
