package dev.handshake.cli;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that make a server speak TLS. */
final class Identity {

    private static final char[] PASSWORD = "in memory only".toCharArray();

    @Option(
            names = "--tls",
            description =
                    "Take wss, too, on the same port. Without --cert, with a self-signed certificate made on the spot"
                            + " (for 'connect --insecure').")
    private boolean tls;

    @Option(
            names = "--cert",
            paramLabel = "PEM",
            description = "Take wss, too, with this certificate, and those between it and its authority behind it.")
    private @Nullable Path certificate;

    @Option(
            names = "--key",
            paramLabel = "PEM",
            description = "The certificate's key: PKCS#8, EC or RSA, not encrypted.")
    private @Nullable Path key;

    boolean given() {
        return tls || certificate != null;
    }

    /** Returns a context that has the certificate, or null if TLS was not asked for. */
    @Nullable
    SSLContext context(String host) {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("--cert and --key go together");
        }
        if (!given()) {
            return null;
        }
        try {
            return certificate == null
                    ? context(SelfSigned.store(host, PASSWORD))
                    : context(store(Pem.certificates(certificate)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the certificate and its key can't be used: " + e.getMessage(), e);
        }
    }

    private static SSLContext context(KeyStore store) throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private KeyStore store(List<X509Certificate> chain) throws GeneralSecurityException {
        PublicKey publicKey = chain.get(0).getPublicKey();
        PrivateKey privateKey = Pem.privateKey(key, publicKey.getAlgorithm());
        if (!belong(privateKey, publicKey)) {
            throw new IllegalArgumentException("the key in '" + key + "' is not that of the certificate in '"
                    + certificate + "', or of the first one there");
        }
        KeyStore store = Pem.emptyStore();
        store.setKeyEntry("server", privateKey, PASSWORD, chain.toArray(X509Certificate[]::new));
        return store;
    }

    /** The JDK would take any key, and no client would. */
    private static boolean belong(PrivateKey ours, PublicKey theirs) throws GeneralSecurityException {
        String algorithm = switch (theirs.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default ->
                throw new IllegalArgumentException(
                        "a certificate has an EC or an RSA key, not " + theirs.getAlgorithm());
        };
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(ours);
        byte[] signed = signature.sign();
        signature.initVerify(theirs);
        return signature.verify(signed);
    }
}
