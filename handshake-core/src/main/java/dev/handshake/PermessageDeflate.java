package dev.handshake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The negotiation of {@code permessage-deflate}, RFC 7692, 7.1, in both roles. Immutable; each {@code with…} makes a
 * changed copy. Compressing is the business of whoever carries the messages.
 *
 * <p>A window is given as the base-2 logarithm of its size, 8 to 15. Any of them is agreed on, as {@code handshake-messages}
 * can keep it. Whoever hands the connection to another codec must say what that can do, see {@link #withSmallestWindowBits}:
 * the JDK's {@code Deflater} by itself knows only 15, and a promise that is not kept breaks the stream.
 */
public final class PermessageDeflate implements ExtensionNegotiator {

    private static final String NAME = "permessage-deflate";
    private static final String SERVER_NO_CONTEXT = "server_no_context_takeover";
    private static final String CLIENT_NO_CONTEXT = "client_no_context_takeover";
    private static final String SERVER_WINDOW = "server_max_window_bits";
    private static final String CLIENT_WINDOW = "client_max_window_bits";
    private static final int LEAST = 8;
    private static final int MOST = 15;
    private static final int RSV1 = 4;
    private static final PermessageDeflate DEFAULTS = new PermessageDeflate(false, false, MOST, MOST, LEAST);

    private final boolean serverNoContextTakeover;
    private final boolean clientNoContextTakeover;
    private final int serverMaxWindowBits;
    private final int clientMaxWindowBits;
    private final int smallestWindowBits;

    private PermessageDeflate(
            boolean serverNoContextTakeover,
            boolean clientNoContextTakeover,
            int serverMaxWindowBits,
            int clientMaxWindowBits,
            int smallestWindowBits) {
        this.serverNoContextTakeover = serverNoContextTakeover;
        this.clientNoContextTakeover = clientNoContextTakeover;
        this.serverMaxWindowBits = serverMaxWindowBits;
        this.clientMaxWindowBits = clientMaxWindowBits;
        this.smallestWindowBits = smallestWindowBits;
    }

    /**
     * Returns the negotiation that suits {@code handshake-messages}: any context takeover, any window that the peer asks for.
     * A client offers {@code permessage-deflate; client_max_window_bits}.
     *
     * @return the negotiator
     */
    public static PermessageDeflate defaults() {
        return DEFAULTS;
    }

    /**
     * Keeps the server from using one message's window for the next: less memory for it, less compression.
     *
     * @param on true for {@code server_no_context_takeover}
     * @return a changed copy
     */
    public PermessageDeflate withServerNoContextTakeover(boolean on) {
        return new PermessageDeflate(
                on, clientNoContextTakeover, serverMaxWindowBits, clientMaxWindowBits, smallestWindowBits);
    }

    /**
     * Keeps the client from using one message's window for the next.
     *
     * @param on true for {@code client_no_context_takeover}
     * @return a changed copy
     */
    public PermessageDeflate withClientNoContextTakeover(boolean on) {
        return new PermessageDeflate(
                serverNoContextTakeover, on, serverMaxWindowBits, clientMaxWindowBits, smallestWindowBits);
    }

    /**
     * Limits the window that the server compresses with. On the server's side the codec must be able to keep it, see
     * {@link #withSmallestWindowBits}.
     *
     * @param bits 8 to 15
     * @return a changed copy
     * @throws IllegalArgumentException if it is out of its range
     */
    public PermessageDeflate withServerMaxWindowBits(int bits) {
        return new PermessageDeflate(
                serverNoContextTakeover,
                clientNoContextTakeover,
                checked(bits),
                clientMaxWindowBits,
                smallestWindowBits);
    }

    /**
     * Limits the window that the client compresses with, where the client offers to be limited.
     *
     * @param bits 8 to 15
     * @return a changed copy
     * @throws IllegalArgumentException if it is out of its range
     */
    public PermessageDeflate withClientMaxWindowBits(int bits) {
        return new PermessageDeflate(
                serverNoContextTakeover,
                clientNoContextTakeover,
                serverMaxWindowBits,
                checked(bits),
                smallestWindowBits);
    }

    /**
     * Says what the codec in use can do. A server declines an offer that asks for less. A client can't: it must not compress
     * then, which RFC 7692, 6 lets it do.
     *
     * @param bits the smallest window that our side can compress with, 8 to 15; 15 for the JDK's {@code Deflater} alone
     * @return a changed copy
     * @throws IllegalArgumentException if it is out of its range
     */
    public PermessageDeflate withSmallestWindowBits(int bits) {
        return new PermessageDeflate(
                serverNoContextTakeover,
                clientNoContextTakeover,
                serverMaxWindowBits,
                clientMaxWindowBits,
                checked(bits));
    }

    private static int checked(int bits) {
        if (bits < LEAST || bits > MOST) {
            throw new IllegalArgumentException("a window has 8 to 15 bits, not " + bits);
        }
        return bits;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int reservedBits() {
        return RSV1;
    }

    @Override
    public Optional<Extension> answer(Extension offer) {
        Terms offered = Terms.of(offer, true);
        if (offered == null) {
            return Optional.empty();
        }
        int serverWindow = Math.min(serverMaxWindowBits, offered.serverWindowOr(MOST));
        if (serverWindow < smallestWindowBits) {
            return Optional.empty();
        }
        List<Extension.Parameter> terms = new ArrayList<>();
        addFlag(terms, SERVER_NO_CONTEXT, offered.serverNoContext || serverNoContextTakeover);
        addFlag(terms, CLIENT_NO_CONTEXT, offered.clientNoContext || clientNoContextTakeover);
        if (offered.serverWindow > 0 || serverWindow < MOST) {
            terms.add(new Extension.Parameter(SERVER_WINDOW, Integer.toString(serverWindow)));
        }
        if (offered.clientWindow != Terms.ABSENT && clientMaxWindowBits < MOST) {
            int window = Math.min(clientMaxWindowBits, offered.clientWindow > 0 ? offered.clientWindow : MOST);
            terms.add(new Extension.Parameter(CLIENT_WINDOW, Integer.toString(window)));
        }
        return Optional.of(new Extension(NAME, terms));
    }

    @Override
    public List<Extension> offers() {
        List<Extension.Parameter> terms = new ArrayList<>();
        addFlag(terms, SERVER_NO_CONTEXT, serverNoContextTakeover);
        addFlag(terms, CLIENT_NO_CONTEXT, clientNoContextTakeover);
        if (serverMaxWindowBits < MOST) {
            terms.add(new Extension.Parameter(SERVER_WINDOW, Integer.toString(serverMaxWindowBits)));
        }
        terms.add(new Extension.Parameter(
                CLIENT_WINDOW, clientMaxWindowBits < MOST ? Integer.toString(clientMaxWindowBits) : null));
        return List.of(new Extension(NAME, terms));
    }

    private static void addFlag(List<Extension.Parameter> terms, String name, boolean on) {
        if (on) {
            terms.add(new Extension.Parameter(name, null));
        }
    }

    @Override
    public boolean allows(Extension offer, Extension answer) {
        Terms offered = Terms.of(offer, true);
        Terms agreed = Terms.of(answer, false);
        if (offered == null || agreed == null) {
            return false;
        }
        // What was asked of the server it must grant (7.1.1.1, 7.1.2.1); what it asks of us we must have offered
        // (7.1.2.2).
        boolean granted = !offered.serverNoContext || agreed.serverNoContext;
        boolean serverWindow = offered.serverWindow == Terms.ABSENT
                || agreed.serverWindow > 0 && agreed.serverWindow <= offered.serverWindow;
        boolean clientWindow = agreed.clientWindow == Terms.ABSENT
                || offered.clientWindow != Terms.ABSENT
                        && (offered.clientWindow == Terms.NO_VALUE || agreed.clientWindow <= offered.clientWindow);
        return granted && serverWindow && clientWindow;
    }

    /** The parameters of an offer or an answer. A window is its bits, or one of the two constants. */
    private record Terms(boolean serverNoContext, boolean clientNoContext, int serverWindow, int clientWindow) {

        static final int ABSENT = 0;
        static final int NO_VALUE = -1;

        /** Reads the parameters; null if one is unknown, there twice, or has a value that it can't have. */
        static @Nullable Terms of(Extension extension, boolean offer) {
            Set<String> names = new HashSet<>();
            int serverWindow = ABSENT;
            int clientWindow = ABSENT;
            for (Extension.Parameter parameter : extension.parameters()) {
                String value = parameter.value();
                boolean valid = switch (parameter.name()) {
                    case SERVER_NO_CONTEXT, CLIENT_NO_CONTEXT -> value == null;
                    case SERVER_WINDOW -> (serverWindow = window(value)) > 0;
                    case CLIENT_WINDOW ->
                        (clientWindow = value == null ? NO_VALUE : window(value)) > 0
                                || offer && clientWindow == NO_VALUE;
                    default -> false;
                };
                if (!valid || !names.add(parameter.name())) {
                    return null;
                }
            }
            return new Terms(
                    names.contains(SERVER_NO_CONTEXT), names.contains(CLIENT_NO_CONTEXT), serverWindow, clientWindow);
        }

        /** The number of 8 to 15 without leading zeros, or 0. */
        private static int window(@Nullable String value) {
            if (value == null) {
                return 0;
            }
            return switch (value) {
                case "8", "9" -> value.charAt(0) - '0';
                case "10", "11", "12", "13", "14", "15" -> 10 + value.charAt(1) - '0';
                default -> 0;
            };
        }

        int serverWindowOr(int most) {
            return serverWindow == ABSENT ? most : serverWindow;
        }
    }
}
