package dev.handshake;

import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The subprotocols that a server speaks, and how one is chosen (RFC 6455, 4.2.2, 4). Immutable. */
public final class Subprotocols {

    private static final Subprotocols NONE = new Subprotocols(List.of(), false, false);

    private final List<String> names;
    private final boolean clientOrder;
    private final boolean required;

    private Subprotocols(List<String> names, boolean clientOrder, boolean required) {
        this.names = names;
        this.clientOrder = clientOrder;
        this.required = required;
    }

    /**
     * Speaks none: whatever a client asks for, the connection opens without one. The default.
     *
     * @return the setting
     */
    public static Subprotocols none() {
        return NONE;
    }

    /**
     * Chooses the first of these that the client asks for.
     *
     * @param names tokens, the most wanted first; letter case counts
     * @return the setting
     * @throws IllegalArgumentException if a name is no token, or is there twice, or there is none
     */
    public static Subprotocols serverPreference(String... names) {
        return new Subprotocols(checked(names), false, false);
    }

    /**
     * Chooses the first that the client asks for and that is among these.
     *
     * @param names tokens; letter case counts
     * @return the setting
     * @throws IllegalArgumentException if a name is no token, or is there twice, or there is none
     */
    public static Subprotocols clientPreference(String... names) {
        return new Subprotocols(checked(names), true, false);
    }

    static List<String> checked(String... names) {
        if (names.length == 0) {
            throw new IllegalArgumentException("name at least one subprotocol");
        }
        for (String name : names) {
            if (!Grammar.isToken(name)) {
                throw new IllegalArgumentException("a subprotocol is a token, not '" + Text.shown(name) + "'");
            }
        }
        if (new HashSet<>(List.of(names)).size() < names.length) {
            throw new IllegalArgumentException("a subprotocol is named twice: " + String.join(", ", names));
        }
        return List.of(names);
    }

    /**
     * Refuses a request that asks for none of these with {@link HandshakeFailure#NO_COMMON_SUBPROTOCOL}, where otherwise
     * the connection opens without a subprotocol.
     *
     * @return a changed copy
     * @throws IllegalStateException if there are none, so that everybody would be refused
     */
    public Subprotocols required() {
        if (names.isEmpty()) {
            throw new IllegalStateException("name the subprotocols first, by serverPreference or clientPreference");
        }
        return new Subprotocols(names, clientOrder, true);
    }

    boolean isRequired() {
        return required;
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    @Nullable
    String choose(List<String> asked) {
        List<String> first = clientOrder ? asked : names;
        List<String> second = clientOrder ? names : asked;
        for (String name : first) {
            if (second.contains(name)) {
                return name;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return names + (clientOrder ? " in the client's order" : "") + (required ? ", required" : "");
    }
}
