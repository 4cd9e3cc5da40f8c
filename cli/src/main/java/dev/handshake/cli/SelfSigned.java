package dev.handshake.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A certificate that nobody vouches for, by the JDK's own {@code keytool}: no API of the JDK makes one. */
final class SelfSigned {

    private static final int BOUND_SECONDS = 60;

    private SelfSigned() {}

    /** Makes a key and a certificate for this host and for the names of this computer's own. */
    static KeyStore store(String host, char[] password) throws GeneralSecurityException {
        try {
            Path directory = Files.createTempDirectory("handshake");
            Path file = directory.resolve("store.p12");
            try {
                String secret = UUID.randomUUID().toString();
                run(directory, secret, names(host));
                KeyStore made = KeyStore.getInstance("PKCS12");
                try (InputStream in = Files.newInputStream(file)) {
                    made.load(in, secret.toCharArray());
                }
                KeyStore store = Pem.emptyStore();
                store.setKeyEntry(
                        "self", made.getKey("self", secret.toCharArray()), password, made.getCertificateChain("self"));
                return store;
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw impossible(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw impossible(new InterruptedIOException("interrupted"));
        }
    }

    private static String names(String host) {
        boolean address = host.matches("[0-9.]+|.*:.*");
        String names = "san=dns:localhost,ip:127.0.0.1,ip:::1";
        return names.contains(":" + host + ",") ? names : names + (address ? ",ip:" : ",dns:") + host;
    }

    private static void run(Path directory, String secret, String names) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        // A virtual machine for one second: what makes it start sooner is worth more than what makes it run faster.
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
        command.addAll(List.of("-genkeypair", "-alias", "self", "-keyalg", "EC", "-groupname", "secp256r1"));
        command.addAll(List.of("-dname", "CN=handshake serve", "-startdate", "-1d", "-validity", "30", "-ext", names));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", "store.p12", "-storepass:env", "SECRET"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("SECRET", secret);
        Process keytool = builder.start();
        try {
            keytool.getOutputStream().close();
            if (!keytool.waitFor(BOUND_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IOException("keytool failed");
            }
        } finally {
            keytool.destroyForcibly();
        }
    }

    private static UncheckedIOException impossible(IOException why) {
        return new UncheckedIOException(
                "no self-signed certificate can be made here (" + why.getMessage()
                        + "); name one of your own by --cert and --key",
                why);
    }
}
