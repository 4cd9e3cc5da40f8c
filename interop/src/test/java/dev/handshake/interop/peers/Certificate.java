package dev.handshake.interop.peers;

import dev.handshake.interop.wire.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A self-signed certificate for 127.0.0.1, and its key, in PEM. */
record Certificate(Path certificate, Path key) {

    private static final String PASSWORD = "secret";

    static Certificate in(Path directory) throws Exception {
        Path store = directory.resolve("store.p12");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-alias", "a", "-keyalg", "EC", "-dname", "CN=localhost"));
        command.addAll(List.of("-ext", "san=ip:127.0.0.1", "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-keystore", store.toString()));
        Program.Ending ending = Program.run(command);
        if (ending.exit() != 0) {
            throw new AssertionError(ending.toString());
        }
        KeyStore made = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        byte[] key = made.getKey("a", PASSWORD.toCharArray()).getEncoded();
        return new Certificate(
                pem(
                        directory.resolve("certificate.pem"),
                        "CERTIFICATE",
                        made.getCertificate("a").getEncoded()),
                pem(directory.resolve("key.pem"), "PRIVATE KEY", key));
    }

    private static Path pem(Path file, String label, byte[] der) throws Exception {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(file, "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
    }
}
