package dev.handshake.tls;

import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Makes engines whose defaults are safe, and right for HTTP/1.1. */
final class Engines {

    private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");
    private static final String ALPN = "http/1.1";

    private Engines() {}

    static SSLEngine client(SSLContext context, String host, int port, SSLParameters wanted) {
        String name = bare(host);
        SSLEngine engine = context.createSSLEngine(name, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = completed(engine, wanted);
        if (parameters.getEndpointIdentificationAlgorithm() == null) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (wanted.getServerNames() == null && !isAddress(name)) {
            sendName(parameters, name);
        }
        engine.setSSLParameters(parameters);
        return withoutOldVersions(engine);
    }

    static SSLEngine server(SSLContext context, SSLParameters wanted) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(completed(engine, wanted));
        return withoutOldVersions(engine);
    }

    static SSLEngine withoutOldVersions(SSLEngine engine) {
        String[] versions = Stream.of(engine.getEnabledProtocols())
                .filter(VERSIONS::contains)
                .toArray(String[]::new);
        if (versions.length == 0) {
            throw new IllegalArgumentException("neither TLS 1.2 nor TLS 1.3 is among the engine's versions "
                    + List.of(engine.getEnabledProtocols()));
        }
        engine.setEnabledProtocols(versions);
        return engine;
    }

    /** The engine's own parameters where the caller has none. */
    private static SSLParameters completed(SSLEngine engine, SSLParameters wanted) {
        engine.setSSLParameters(wanted);
        SSLParameters parameters = engine.getSSLParameters();
        if (parameters.getApplicationProtocols().length == 0) {
            parameters.setApplicationProtocols(new String[] {ALPN});
        }
        return parameters;
    }

    /** Names are sent without the root's dot (RFC 6066, section 3), and addresses are verified without brackets. */
    private static String bare(String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            return host.substring(1, host.length() - 1);
        }
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
    }

    private static void sendName(SSLParameters parameters, String name) {
        try {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        } catch (IllegalArgumentException e) {
            // A name that DNS would not allow, such as one with an underscore: the server does without.
            parameters.setServerNames(List.of());
        }
    }
}
