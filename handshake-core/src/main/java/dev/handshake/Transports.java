package dev.handshake;

import dev.handshake.spi.TransportProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the transports that are on the class path or module path, by {@link ServiceLoader}. Thread-safe.
 */
public final class Transports {

    private Transports() {}

    /**
     * Returns all transports found, usable or not.
     *
     * @return the providers, highest rank first, and by name where ranks are equal
     */
    public static List<TransportProvider> all() {
        List<TransportProvider> found = new ArrayList<>();
        addNew(ServiceLoader.load(TransportProvider.class), found);
        // A library may live in a layer or loader that the thread's context loader does not see.
        ClassLoader own = Transports.class.getClassLoader();
        if (own != Thread.currentThread().getContextClassLoader()) {
            addNew(ServiceLoader.load(TransportProvider.class, own), found);
        }
        found.sort(Transports::bestFirst);
        return List.copyOf(found);
    }

    private static int bestFirst(TransportProvider one, TransportProvider other) {
        int byRank = Integer.compare(other.rank(), one.rank());
        return byRank != 0 ? byRank : one.name().compareTo(other.name());
    }

    private static void addNew(Iterable<TransportProvider> providers, List<TransportProvider> found) {
        Set<Class<?>> known = new HashSet<>();
        found.forEach(provider -> known.add(provider.getClass()));
        for (TransportProvider provider : providers) {
            if (known.add(provider.getClass())) {
                found.add(provider);
            }
        }
    }

    /**
     * Returns the available transport of the highest rank.
     *
     * @return the provider
     * @throws IllegalStateException if there is none; the message says what was found and which artifact to add
     */
    public static TransportProvider best() {
        List<TransportProvider> all = all();
        for (TransportProvider provider : all) {
            if (provider.unavailable().isEmpty()) {
                return provider;
            }
        }
        throw new IllegalStateException(
                "no transport is available: " + describe(all) + "; add dev.handshake:transport-nio");
    }

    /**
     * Returns the transport of a name.
     *
     * @param name the name, such as {@code "nio"}
     * @return the provider
     * @throws IllegalArgumentException if none has this name; the message names those that are there, and where others
     *     come from
     * @throws IllegalStateException if the one of this name is not available here; the message says why
     */
    public static TransportProvider named(String name) {
        List<TransportProvider> all = all();
        for (TransportProvider provider : all) {
            if (provider.name().equals(name)) {
                Optional<String> unavailable = provider.unavailable();
                if (unavailable.isPresent()) {
                    throw new IllegalStateException("transport '" + name + "' is not available: " + unavailable.get());
                }
                return provider;
            }
        }
        throw new IllegalArgumentException(unknown(name, all));
    }

    private static String unknown(String name, List<TransportProvider> all) {
        String usable =
                names(all.stream().filter(provider -> provider.unavailable().isEmpty()));
        return "no transport is named '" + Text.shown(name) + "'; "
                + (usable.isEmpty() ? "there is none" : "name one that is there (" + usable + ")")
                + ", or add the artifact of that one to the class path or module path; those of dev.handshake are"
                + " transport-nio, transport-blocking and transport-netty";
    }

    private static String names(Stream<TransportProvider> providers) {
        return providers.map(TransportProvider::name).collect(Collectors.joining(", "));
    }

    private static String describe(List<TransportProvider> all) {
        if (all.isEmpty()) {
            return "none was found on the class path or module path";
        }
        return all.stream()
                .map(p ->
                        p.name() + p.unavailable().map(why -> " (" + why + ")").orElse(""))
                .collect(Collectors.joining(", ", "found ", ""));
    }
}
