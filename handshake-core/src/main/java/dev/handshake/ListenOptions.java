package dev.handshake;

import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * What a port takes, and how much at once; for {@link ServerHandshaker#listen}. Immutable; each method makes a changed copy.
 */
public final class ListenOptions {

    private static final int PENDING = 10_000;
    private static final ListenOptions DEFAULTS =
            new ListenOptions(true, null, new SSLParameters(), List.of(), PENDING, Integer.MAX_VALUE);

    final boolean plain;
    final @Nullable SSLContext tls;
    final SSLParameters tlsParameters;
    final List<AddressRange> proxies;
    final int pending;
    final int pendingPerAddress;

    private ListenOptions(
            boolean plain,
            @Nullable SSLContext tls,
            SSLParameters tlsParameters,
            List<AddressRange> proxies,
            int pending,
            int pendingPerAddress) {
        this.plain = plain;
        this.tls = tls;
        this.tlsParameters = tlsParameters;
        this.proxies = proxies;
        this.pending = pending;
        this.pendingPerAddress = pendingPerAddress;
    }

    /**
     * Returns the options that are used where none are given.
     *
     * @return {@code ws:} only, no PROXY protocol, 10,000 pending handshakes in all, from any address
     */
    public static ListenOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Takes {@code wss:} too, on the same port: the first octets of a connection tell which it is.
     *
     * @param context has the server's certificate
     * @return the copy
     * @throws IllegalStateException if the context is not initialized
     */
    public ListenOptions tls(SSLContext context) {
        return tls(context, new SSLParameters());
    }

    /**
     * Takes {@code wss:} too, with parameters of its own, such as for client certificates.
     *
     * @param context has the server's certificate
     * @param parameters laid upon each connection's engine; not to be changed any more
     * @return the copy
     * @throws IllegalArgumentException if the context does not support them, or neither TLS 1.2 nor 1.3 is among them
     * @throws IllegalStateException if the context is not initialized
     */
    public ListenOptions tls(SSLContext context, SSLParameters parameters) {
        check(context, parameters);
        return new ListenOptions(plain, context, parameters, proxies, pending, pendingPerAddress);
    }

    /** Tries parameters on, so that what is wrong with them shows where they are set, and not at each connection. */
    static void check(SSLContext context, SSLParameters parameters) {
        SSLEngine engine = context.createSSLEngine();
        engine.setSSLParameters(parameters);
        List<String> versions = List.of(engine.getEnabledProtocols());
        if (!versions.contains("TLSv1.3") && !versions.contains("TLSv1.2")) {
            throw new IllegalArgumentException("neither TLS 1.2 nor TLS 1.3 is among the versions " + versions);
        }
    }

    /**
     * Takes no {@code ws:} any more.
     *
     * @return the copy
     * @throws IllegalStateException if {@link #tls} was not called before, so that nothing would be left
     */
    public ListenOptions tlsOnly() {
        if (tls == null) {
            throw new IllegalStateException("call tls(context) first");
        }
        return new ListenOptions(false, tls, tlsParameters, proxies, pending, pendingPerAddress);
    }

    /**
     * Expects the PROXY protocol, version 1 or 2, in front of all that comes from these addresses, and takes the peer's
     * address from it. A connection from there without it is closed; from anywhere else it is not understood.
     *
     * @param trusted addresses and ranges of proxies, such as {@code "10.0.0.0/8"} or {@code "::1"}
     * @return the copy
     * @throws IllegalArgumentException if one is no address or range, or there is none
     */
    public ListenOptions proxyProtocol(String... trusted) {
        if (trusted.length == 0) {
            throw new IllegalArgumentException("name the proxies whose word is taken");
        }
        List<AddressRange> ranges = Stream.of(trusted).map(AddressRange::parse).toList();
        return new ListenOptions(plain, tls, tlsParameters, ranges, pending, pendingPerAddress);
    }

    /**
     * Sets how many handshakes may be going on. What comes beyond is closed before anything of it is read, and answered 503
     * with a {@code Retry-After} before that, unless the port is for {@code wss:} only, or as many such answers are on
     * their way already.
     *
     * @param all at most so many in all, at least 1
     * @param eachAddress at most so many from one IP address, at least 1; the address of the connection, not one that a
     *     proxy names
     * @return the copy
     * @throws IllegalArgumentException if a number is less than 1
     */
    public ListenOptions pendingAtMost(int all, int eachAddress) {
        if (all < 1 || eachAddress < 1) {
            throw new IllegalArgumentException("at least 1 handshake must be allowed, not " + all + " in all and "
                    + eachAddress + " for each address");
        }
        return new ListenOptions(plain, tls, tlsParameters, proxies, all, eachAddress);
    }
}
