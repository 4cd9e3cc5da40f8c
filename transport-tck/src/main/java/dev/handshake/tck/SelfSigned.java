package dev.handshake.tck;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Certificates for tests, made on the spot with the JDK's {@code keytool}, good for two days. A context has the key of
 * its certificate and trusts that alone, so one context serves both ends of a connection.
 */
public final class SelfSigned {

    private static final String PASSWORD = "secret";
    private static final int PATIENCE_SECONDS = 60;

    private SelfSigned() {}

    /** Made when it is first asked for. */
    private static final class Localhost {
        static final SSLContext CONTEXT = context("dns:localhost", "ip:127.0.0.1", "ip:::1");
    }

    /**
     * Returns the context for this machine, one for all tests of a process.
     *
     * @return it has a certificate for {@code localhost} and the loopback addresses
     */
    public static SSLContext localhost() {
        return Localhost.CONTEXT;
    }

    /**
     * Makes a context for other names. Takes about a second.
     *
     * @param names whom the certificate is for, such as {@code dns:example.org} or {@code ip:192.0.2.1}
     * @return a new context
     * @throws AssertionError if {@code keytool} is missing, or does not make it within 60 s
     */
    public static SSLContext context(String... names) {
        try {
            Path directory = Files.createTempDirectory("self-signed");
            Path file = directory.resolve("store.p12");
            try {
                generate(file, names);
                return context(load(file));
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (GeneralSecurityException | IOException | InterruptedException e) {
            throw new AssertionError("no certificate could be made", e);
        }
    }

    private static void generate(Path file, String... names) throws IOException, InterruptedException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String options = "-genkeypair -alias self -keyalg EC -groupname secp256r1 -dname CN=self -validity 2"
                + " -storetype PKCS12 -storepass " + PASSWORD + " -ext san=" + String.join(",", names);
        ProcessBuilder builder = new ProcessBuilder(keytool);
        builder.command().addAll(List.of(options.split(" ")));
        builder.command().addAll(List.of("-keystore", file.toString()));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError("keytool did not make a certificate for " + String.join(", ", names));
        }
    }

    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static SSLContext context(KeyStore store) throws IOException, GeneralSecurityException {
        KeyManagerFactory ours = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        ours.init(store, PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("self", store.getCertificate("self"));
        TrustManagerFactory theirs = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        theirs.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(ours.getKeyManagers(), theirs.getTrustManagers(), null);
        return context;
    }
}
