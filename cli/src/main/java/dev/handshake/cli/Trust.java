package dev.handshake.cli;

import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say whom {@code wss:} trusts; at most one of them. */
final class Trust {

    @Option(
            names = "--cacert",
            paramLabel = "PEM",
            required = true,
            description = "Trust the certificates in this file, and no others. Default: those that Java trusts.")
    private @Nullable Path file;

    @Option(
            names = "--insecure",
            required = true,
            description = "Trust whoever answers: verify neither certificate nor host name. For trials only.")
    boolean insecure;

    /** Returns a context, or null if nothing was asked for. */
    @Nullable
    SSLContext context() {
        try {
            return insecure ? trusting(new TrustManager[] {new Anybody()}) : file == null ? null : trusting(anchors());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no trust can be put in the certificates: " + e.getMessage(), e);
        }
    }

    private static SSLContext trusting(TrustManager[] managers) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers, null);
        return context;
    }

    private TrustManager[] anchors() throws GeneralSecurityException {
        List<X509Certificate> certificates = Pem.certificates(file);
        KeyStore store = Pem.emptyStore();
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry("anchor" + i, certificates.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** Extended, because the JDK would add its own verification of the host name to any other. */
    private static final class Anybody extends X509ExtendedTrustManager {

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
