package dev.handshake.tck.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;

/** Makes certificates on the spot, and contexts of them. */
final class Authority {

    private static final char[] PASSWORD = "secret".toCharArray();
    private static final Duration LIFETIME = Duration.ofHours(2);
    private static final Instant IN_AN_HOUR = Instant.now().plus(LIFETIME.dividedBy(2));
    private static final Instant AN_HOUR_AGO = Instant.now().minus(LIFETIME.dividedBy(2));

    /** The authority that {@link #TRUSTING} trusts. */
    static final Authority TRUSTED = new Authority("trusted");

    static final SSLContext TRUSTING = TRUSTED.trusting();
    static final SSLContext LOCALHOST = TRUSTED.serverFor("localhost");

    private final X500Principal name;
    private final KeyPair keys = keyPair();
    private final X509Certificate certificate;

    Authority(String name) {
        this.name = new X500Principal("CN=" + name);
        this.certificate = certificate(this.name, keys, null, IN_AN_HOUR);
    }

    /** A context that trusts this authority. */
    SSLContext trusting() {
        try {
            KeyStore store = store();
            store.setCertificateEntry("ca", certificate);
            return context(store);
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A server's context with a certificate for a DNS name or IP address. */
    SSLContext serverFor(String host) {
        return server(host, IN_AN_HOUR);
    }

    SSLContext expiredServerFor(String host) {
        return server(host, AN_HOUR_AGO);
    }

    /** A server's context with a certificate that vouches for itself. */
    static SSLContext selfSignedServerFor(String host) {
        Authority self = new Authority("self");
        return self.server(self.keys, self.certificate(self.name, self.keys, alternative(host), IN_AN_HOUR));
    }

    private SSLContext server(String host, Instant end) {
        KeyPair made = keyPair();
        return server(made, certificate(new X500Principal("CN=server"), made, alternative(host), end));
    }

    private SSLContext server(KeyPair pair, X509Certificate made) {
        try {
            KeyStore store = store();
            store.setKeyEntry("server", pair.getPrivate(), PASSWORD, new X509Certificate[] {made});
            return context(store);
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] alternative(String host) {
        try {
            boolean address = host.matches("[0-9.]+") || host.indexOf(':') >= 0;
            return address
                    ? Der.tagged(Der.IP_ADDRESS, InetAddress.getByName(host).getAddress())
                    : Der.tagged(Der.DNS_NAME, host.getBytes(StandardCharsets.US_ASCII));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private X509Certificate certificate(X500Principal subject, KeyPair of, byte[] alternative, Instant end) {
        try {
            byte[] certificate = Der.certificate(
                    Der.toBeSigned(name, subject, of.getPublic(), end.minus(LIFETIME), end, alternative),
                    keys.getPrivate());
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyStore store() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static SSLContext context(KeyStore store) throws GeneralSecurityException {
        KeyManagerFactory ours = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        ours.init(store, PASSWORD);
        TrustManagerFactory theirs = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        theirs.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(ours.getKeyManagers(), theirs.getTrustManagers(), null);
        return context;
    }
}
