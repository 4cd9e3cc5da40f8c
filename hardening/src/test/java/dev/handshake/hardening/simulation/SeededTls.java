package dev.handshake.hardening.simulation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS whose every octet comes from a seed, so that a seed is a run with TLS, too: a random source of our own, a certificate
 * that is the same in each process, and signatures (Ed25519) that need no chance. Each context begins without sessions.
 */
final class SeededTls {

    private static final KeyManager[] KEYS;
    private static final TrustManager[] TRUSTED;

    static {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(255, new Seeded(1));
            KeyPair pair = generator.generateKeyPair();
            Certificate certificate = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate(pair)));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("us", pair.getPrivate(), new char[0], new Certificate[] {certificate});
            KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
            keys.init(store, new char[0]);
            KEYS = keys.getKeyManagers();
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("us", certificate);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            TRUSTED = trust.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private SeededTls() {}

    /** Returns parameters for one version of TLS or both. */
    static SSLParameters someVersions(RandomGenerator random) {
        SSLParameters parameters = new SSLParameters();
        switch (random.nextInt(3)) {
            case 0 -> parameters.setProtocols(new String[] {"TLSv1.2"});
            case 1 -> parameters.setProtocols(new String[] {"TLSv1.3"});
            default -> parameters.setProtocols(new String[] {"TLSv1.2", "TLSv1.3"});
        }
        return parameters;
    }

    /** Returns a context for both sides, which are a.example, b.example, c.example and 127.0.0.1. */
    static SSLContext context(long seed) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(KEYS, TRUSTED, new Seeded(seed));
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] certificate(KeyPair pair) throws GeneralSecurityException {
        byte[] ed25519 = sequence(tagged(0x06, new byte[] {0x2b, 0x65, 0x70}));
        byte[] commonName = tagged(0x06, new byte[] {0x55, 0x04, 0x03});
        byte[] name = sequence(tagged(0x31, sequence(commonName, text(0x0c, "us"))));
        byte[] names = sequence(
                text(0x82, "a.example"), text(0x82, "b.example"), text(0x82, "c.example"), tagged(0x87, new byte[] {
                    127, 0, 0, 1
                }));
        byte[] alternativeNames = sequence(tagged(0x06, new byte[] {0x55, 0x1d, 0x11}), tagged(0x04, names));
        byte[] toBeSigned = sequence(
                tagged(0xa0, number(2)),
                number(1),
                ed25519,
                name,
                sequence(text(0x17, "200101000000Z"), text(0x18, "21000101000000Z")),
                name,
                pair.getPublic().getEncoded(),
                tagged(0xa3, sequence(alternativeNames)));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(toBeSigned);
        return sequence(toBeSigned, ed25519, tagged(0x03, joined(new byte[1], signature.sign())));
    }

    private static byte[] sequence(byte[]... parts) {
        return tagged(0x30, joined(parts));
    }

    private static byte[] number(int number) {
        return tagged(0x02, BigInteger.valueOf(number).toByteArray());
    }

    private static byte[] text(int tag, String text) {
        return tagged(tag, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** By the distinguished encoding rules (X.690, 8.1). */
    private static byte[] tagged(int tag, byte[] content) {
        int length = content.length;
        byte[] head = length < 128
                ? new byte[] {(byte) tag, (byte) length}
                : length < 256
                        ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                        : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        return joined(head, content);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Secure for nobody. */
    private static final class Seeded extends SecureRandom {

        private static final long serialVersionUID = 1;

        Seeded(long seed) {
            super(new Source(seed), null);
        }
    }

    private static final class Source extends SecureRandomSpi {

        private static final long serialVersionUID = 1;

        private final transient SplittableRandom random;

        Source(long seed) {
            random = new SplittableRandom(seed);
        }

        @Override
        protected void engineSetSeed(byte[] seed) {
            // It has one.
        }

        @Override
        protected synchronized void engineNextBytes(byte[] bytes) {
            random.nextBytes(bytes);
        }

        @Override
        protected byte[] engineGenerateSeed(int count) {
            byte[] seed = new byte[count];
            engineNextBytes(seed);
            return seed;
        }
    }
}
