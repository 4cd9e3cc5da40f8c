package dev.handshake;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The value of {@code Sec-WebSocket-Key}: the Base64 of 16 octets (RFC 6455, 4.1 and 11.3.1), and the {@code
 * Sec-WebSocket-Accept} that answers it. Immutable. {@link #toString()} does not show the key.
 */
public final class SecWebSocketKey {

    static final int TEXT_BYTES = 24;
    static final int ACCEPT_BYTES = 28;

    private static final byte[] GUID = Grammar.ascii("258EAFA5-E914-47DA-95CA-C5AB0DC85B11");

    /**
     * Digests that nobody uses now, each at the place of some threads. Not one for each thread: a virtual one comes here
     * once, and one of a container would keep our classes from being unloaded.
     */
    private static final AtomicReferenceArray<Sha1> IDLE = new AtomicReferenceArray<>(64);

    private final String value;

    private SecWebSocketKey(String value) {
        this.value = value;
    }

    /**
     * Makes a fresh key.
     *
     * @return the key of 16 octets from a {@link SecureRandom}
     */
    public static SecWebSocketKey generate() {
        byte[] key = new byte[TEXT_BYTES];
        generate(key, 0);
        return new SecWebSocketKey(new String(key, StandardCharsets.ISO_8859_1));
    }

    /** Writes a fresh key, {@link #TEXT_BYTES} octets, to a place. */
    static void generate(byte[] target, int at) {
        byte[] nonce = new byte[16];
        Randomness.SOURCE.nextBytes(nonce);
        System.arraycopy(Base64.getEncoder().encode(nonce), 0, target, at, TEXT_BYTES);
    }

    /**
     * Parses a key.
     *
     * @param value the field's value, without white space around it
     * @return the key
     * @throws IllegalArgumentException if it is not the Base64 of 16 octets with its padding; the bits that Base64 leaves
     *     over may be anything (RFC 4648, 3.5)
     */
    public static SecWebSocketKey parse(String value) {
        byte[] bytes = Grammar.ascii(value);
        if (!isKey(bytes, 0, bytes.length)) {
            throw new IllegalArgumentException("a key is 22 characters of Base64 and '==', 24 in all; this text of "
                    + value.length() + " characters is not");
        }
        return new SecWebSocketKey(value);
    }

    /** Tells whether the octets are the Base64 of 16 octets. */
    static boolean isKey(byte[] bytes, int from, int to) {
        return to - from == TEXT_BYTES
                && Grammar.all(Grammar.BASE64, bytes, from, to - 2)
                && bytes[to - 2] == '='
                && bytes[to - 1] == '=';
    }

    /** Writes the accept value of the key in a range of octets, at most 24, to another place; it takes 28. */
    static void accept(byte[] key, int from, int to, byte[] target, int at) {
        int place = (int) Thread.currentThread().getId() & IDLE.length() - 1;
        Sha1 idle = IDLE.getAndSet(place, null);
        Sha1 sha1 = idle != null ? idle : new Sha1();
        sha1.accept(key, from, to, target, at);
        IDLE.setRelease(place, sha1);
    }

    /** Compares octets with an accept value, all of them however soon they differ, so that the time tells nothing. */
    static boolean isAccept(byte[] bytes, int from, int to, byte[] accept) {
        if (to - from != accept.length) {
            return false;
        }
        int different = 0;
        for (int i = 0; i < accept.length; i++) {
            different |= bytes[from + i] ^ accept[i];
        }
        return different == 0;
    }

    /**
     * Returns the key as it is sent.
     *
     * @return 24 characters
     */
    public String value() {
        return value;
    }

    /**
     * Returns the value of {@code Sec-WebSocket-Accept} that answers this key (RFC 6455, 4.2.2).
     *
     * @return 28 characters of Base64
     */
    public String accept() {
        byte[] accept = new byte[ACCEPT_BYTES];
        accept(Grammar.ascii(value), 0, value.length(), accept, 0);
        return new String(accept, StandardCharsets.ISO_8859_1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecWebSocketKey key && key.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "Sec-WebSocket-Key (not shown)";
    }

    /** Made when the first client needs it: a server never does. */
    private static final class Randomness {
        static final SecureRandom SOURCE = new SecureRandom();
    }

    /** A digest and the room for its results, used again and again, by one thread at a time. */
    private static final class Sha1 {
        private final MessageDigest digest;
        /** The GUID, with room for a key in front of it. */
        private final byte[] keyAndGuid = new byte[TEXT_BYTES + GUID.length];

        private final byte[] hash = new byte[20];
        private final byte[] base64 = new byte[ACCEPT_BYTES];

        Sha1() {
            System.arraycopy(GUID, 0, keyAndGuid, TEXT_BYTES, GUID.length);
            try {
                digest = MessageDigest.getInstance("SHA-1");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-1", e);
            }
        }

        void accept(byte[] key, int from, int to, byte[] target, int targetAt) {
            int at = TEXT_BYTES - (to - from);
            System.arraycopy(key, from, keyAndGuid, at, to - from);
            digest.update(keyAndGuid, at, keyAndGuid.length - at);
            try {
                digest.digest(hash, 0, hash.length);
            } catch (DigestException e) {
                throw new IllegalStateException("a SHA-1 hash has 20 octets", e);
            }
            Base64.getEncoder().encode(hash, base64);
            System.arraycopy(base64, 0, target, targetAt, ACCEPT_BYTES);
        }
    }
}
