package dev.handshake.bench.memory;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;

/** The accept value as a bare loop makes it. Not thread-safe. */
public final class Accept {

    /** The size of a key, and of what answers it. */
    public static final int KEY_BYTES = 24;

    /** The size of what answers a key. */
    public static final int ACCEPT_BYTES = 28;

    private static final byte[] GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11".getBytes(StandardCharsets.ISO_8859_1);

    private final MessageDigest sha1;
    private final byte[] hash = new byte[20];
    private final byte[] text = new byte[ACCEPT_BYTES];

    /** Gets the digest. */
    public Accept() {
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** Writes what answers the key at {@code keyAt} to {@code target} at {@code at}. */
    public void write(byte[] octets, int keyAt, byte[] target, int at) {
        sha1.update(octets, keyAt, KEY_BYTES);
        sha1.update(GUID);
        try {
            sha1.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException("a SHA-1 hash has 20 octets", e);
        }
        Base64.getEncoder().encode(hash, text);
        System.arraycopy(text, 0, target, at, ACCEPT_BYTES);
    }
}
