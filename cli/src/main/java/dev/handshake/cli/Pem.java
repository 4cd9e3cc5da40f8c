package dev.handshake.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads certificates and keys in PEM (RFC 7468). What can't be read is an {@link IllegalArgumentException} that names the
 * file and what is wrong with it, and shows nothing of its content.
 */
final class Pem {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    private Pem() {}

    /** Returns all certificates of a file, in its order; at least one. */
    static List<X509Certificate> certificates(Path file) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (byte[] der : blocks(file, "CERTIFICATE")) {
            try {
                certificates.add((X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
            } catch (CertificateException e) {
                throw wrong(file, "holds a certificate that can't be read", e);
            }
        }
        if (certificates.isEmpty()) {
            throw wrong(file, "holds no certificate in PEM ('-----BEGIN CERTIFICATE-----')", null);
        }
        return certificates;
    }

    /** Returns the one private key of a file. */
    static PrivateKey privateKey(Path file, String algorithm) {
        List<byte[]> keys = blocks(file, "PRIVATE KEY");
        if (keys.size() != 1) {
            throw wrong(
                    file,
                    "must hold one key in PEM by PKCS#8, not encrypted ('-----BEGIN PRIVATE KEY-----');"
                            + " openssl pkcs8 -topk8 -nodes makes it out of others",
                    null);
        }
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(keys.get(0)));
        } catch (GeneralSecurityException e) {
            throw wrong(file, "holds no " + algorithm + " key, which is what the certificate has", e);
        }
    }

    private static List<byte[]> blocks(Path file, String label) {
        List<byte[]> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(text(file));
        while (block.find()) {
            if (block.group(1).equals(label)) {
                blocks.add(decoded(file, block.group(2)));
            }
        }
        return blocks;
    }

    private static byte[] decoded(Path file, String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw wrong(file, "holds what is no base64", e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw wrong(file, "is not there", e);
        } catch (IOException e) {
            throw wrong(file, "can't be read (" + e.getMessage() + ")", e);
        }
    }

    private static IllegalArgumentException wrong(Path file, String what, @Nullable Exception cause) {
        return new IllegalArgumentException("the file '" + file + "' " + what, cause);
    }

    /** Returns a key store to fill. */
    static KeyStore emptyStore() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
        return store;
    }
}
