package dev.handshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Makes a certificate for 127.0.0.1 in PEM, with its key. */
record Certificates(Path certificate, Path key) {

    private static final String PASSWORD = "secret";

    static Certificates in(Path directory, String name, String keyAlgorithm) throws Exception {
        Path file = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
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
        KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        Path certificate = Files.writeString(
                directory.resolve(name + ".pem"),
                "Some text before.\n"
                        + pem("CERTIFICATE", store.getCertificate("a").getEncoded()));
        Path key = Files.writeString(
                directory.resolve(name + ".key"),
                pem("PRIVATE KEY", store.getKey("a", PASSWORD.toCharArray()).getEncoded()));
        return new Certificates(certificate, key);
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
