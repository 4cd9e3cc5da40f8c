package dev.handshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Makes a certificate for 127.0.0.1 in PEM, with its key. */
record Certificates(Path certificate, Path key) {

    private static final String PASSWORD = "secret";

    /** By name and algorithm: to make one takes a process. */
    private static final Map<String, KeyStore> MADE = new ConcurrentHashMap<>();

    /** Writes one into a directory; the same one each time for a name and an algorithm. */
    static Certificates in(Path directory, String name, String keyAlgorithm) throws Exception {
        KeyStore store = MADE.get(name + keyAlgorithm);
        if (store == null) {
            store = made(directory.resolve(name + ".p12"), name, keyAlgorithm);
            MADE.put(name + keyAlgorithm, store);
        }
        Path certificate = Files.writeString(
                directory.resolve(name + ".pem"),
                "Some text before.\n"
                        + pem("CERTIFICATE", store.getCertificate("a").getEncoded()));
        Path key = Files.writeString(
                directory.resolve(name + ".key"),
                pem("PRIVATE KEY", store.getKey("a", PASSWORD.toCharArray()).getEncoded()));
        return new Certificates(certificate, key);
    }

    private static KeyStore made(Path file, String name, String keyAlgorithm) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-J-XX:TieredStopAtLevel=1",
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        keyAlgorithm,
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    }

    /** A context that trusts it and nothing else. */
    SSLContext trusting() throws Exception {
        KeyStore store = Pem.emptyStore();
        store.setCertificateEntry("a", Pem.certificates(certificate).get(0));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
