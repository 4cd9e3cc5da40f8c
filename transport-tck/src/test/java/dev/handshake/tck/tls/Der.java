package dev.handshake.tck.tls;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import javax.security.auth.x500.X500Principal;

/** As much of X.509 (RFC 5280, section 4.1) in DER as a certificate of a test needs. */
final class Der {

    static final int DNS_NAME = 0x82;
    static final int IP_ADDRESS = 0x87;

    private static final int BOOLEAN = 0x01;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT = 0x06;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int SEQUENCE = 0x30;
    private static final int VERSION = 0xA0;
    private static final int EXTENSIONS = 0xA3;

    private static final byte[] TRUE = tagged(BOOLEAN, new byte[] {-1});
    private static final byte[] ECDSA_WITH_SHA256 =
            tagged(SEQUENCE, tagged(OBJECT, new byte[] {0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x04, 0x03, 0x02}));
    private static final byte[] BASIC_CONSTRAINTS = tagged(OBJECT, new byte[] {0x55, 0x1D, 0x13});
    private static final byte[] SUBJECT_ALTERNATIVE_NAME = tagged(OBJECT, new byte[] {0x55, 0x1D, 0x11});

    private Der() {}

    /** A value with its tag and length. */
    static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            value.writeBytes(part);
        }
        int length = value.size();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            out.write(length < 0x100 ? 0x81 : 0x82);
            if (length >= 0x100) {
                out.write(length >> Byte.SIZE);
            }
            out.write(length);
        }
        out.writeBytes(value.toByteArray());
        return out.toByteArray();
    }

    /** What is signed. Without an alternative name it is that of an authority. */
    static byte[] toBeSigned(
            X500Principal issuer, X500Principal subject, PublicKey key, Instant from, Instant to, byte[] alternative) {
        byte[] extension = alternative == null
                ? tagged(SEQUENCE, BASIC_CONSTRAINTS, TRUE, tagged(OCTET_STRING, tagged(SEQUENCE, TRUE)))
                : tagged(SEQUENCE, SUBJECT_ALTERNATIVE_NAME, tagged(OCTET_STRING, tagged(SEQUENCE, alternative)));
        return tagged(
                SEQUENCE,
                tagged(VERSION, tagged(INTEGER, new byte[] {2})),
                tagged(INTEGER, new byte[] {1}),
                ECDSA_WITH_SHA256,
                issuer.getEncoded(),
                tagged(SEQUENCE, time(from), time(to)),
                subject.getEncoded(),
                key.getEncoded(),
                tagged(EXTENSIONS, tagged(SEQUENCE, extension)));
    }

    static byte[] certificate(byte[] toBeSigned, PrivateKey key) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(toBeSigned);
        return tagged(SEQUENCE, toBeSigned, ECDSA_WITH_SHA256, tagged(BIT_STRING, new byte[] {0}, signature.sign()));
    }

    private static byte[] time(Instant instant) {
        String text = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(instant);
        return tagged(GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }
}
