package dev.handshake.conformance;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server's refusal looks like.
 *
 * @param statuses the codes that fit
 * @param statusStrictness whether an RFC asks for one of these codes, or only names them as an example
 * @param fields what the refusal must carry: {@code Allow}, or with a member of its value, {@code Sec-WebSocket-Version: 13}
 */
public record Refusal(Set<Integer> statuses, Strictness statusStrictness, List<String> fields) {

    /** Any status, no field. */
    public static final Refusal ANY = new Refusal(null, null, null);

    /**
     * Makes a description.
     *
     * @param statuses the codes; null or empty for any
     * @param statusStrictness null for {@link Strictness#SHOULD}
     * @param fields null for none
     */
    public Refusal(
            @Nullable Set<Integer> statuses, @Nullable Strictness statusStrictness, @Nullable List<String> fields) {
        this.statuses = statuses == null ? Set.of() : Set.copyOf(statuses);
        this.statusStrictness = statusStrictness == null ? Strictness.SHOULD : statusStrictness;
        this.fields = fields == null ? List.of() : List.copyOf(fields);
    }
}
