package dev.handshake;

import java.time.Duration;

/**
 * How much a peer may make us hold, read or wait for. Immutable; each {@code with…} makes a changed copy. All sizes are
 * in octets.
 *
 * @param headBytes the largest head, one leading empty line not counted
 * @param headers the most header fields in a head
 * @param targetBytes the longest request target
 * @param bodyBytes the most that a client keeps of a refusal's body; what is behind it is dropped
 * @param interimResponses the most interim responses (1xx) that a client reads past
 * @param drainBytes the most that is read and dropped behind a refusal before the connection is closed
 * @param drainTime the longest that draining may take; never past the deadline of the handshake
 */
public record Limits(
        int headBytes,
        int headers,
        int targetBytes,
        int bodyBytes,
        int interimResponses,
        int drainBytes,
        Duration drainTime) {

    private static final int MOST_HEAD_BYTES = 1 << 24;
    private static final Limits DEFAULTS =
            new Limits(16 * 1024, 100, 8 * 1024, 64 * 1024, 8, 1024 * 1024, Duration.ofSeconds(2));

    /**
     * Checks the limits.
     *
     * @param headBytes 64 to 16 Mi
     * @param headers 1 to 16 Mi
     * @param targetBytes 1 to 16 Mi
     * @param bodyBytes 0 or more
     * @param interimResponses 0 or more
     * @param drainBytes 0 or more
     * @param drainTime zero or more
     * @throws IllegalArgumentException if one is out of its range
     */
    public Limits {
        check("headBytes", headBytes, 64, MOST_HEAD_BYTES);
        check("headers", headers, 1, MOST_HEAD_BYTES);
        check("targetBytes", targetBytes, 1, MOST_HEAD_BYTES);
        check("bodyBytes", bodyBytes, 0, Integer.MAX_VALUE);
        check("interimResponses", interimResponses, 0, Integer.MAX_VALUE);
        check("drainBytes", drainBytes, 0, Integer.MAX_VALUE);
        if (drainTime.isNegative()) {
            throw new IllegalArgumentException("drainTime must not be negative, but is " + drainTime);
        }
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", not " + value);
        }
    }

    /**
     * Returns the limits that are used where none are given.
     *
     * @return head 16 KiB, 100 fields, target 8 KiB, body 64 KiB, 8 interim responses, drain 1 MiB or 2 s
     */
    public static Limits defaults() {
        return DEFAULTS;
    }

    /**
     * Returns a copy with another largest head.
     *
     * @param headBytes 64 to 16 Mi octets
     * @return the copy
     * @throws IllegalArgumentException if it is out of its range
     */
    public Limits withHeadBytes(int headBytes) {
        return new Limits(headBytes, headers, targetBytes, bodyBytes, interimResponses, drainBytes, drainTime);
    }

    /**
     * Returns a copy with another number of header fields.
     *
     * @param headers 1 to 16 Mi
     * @return the copy
     * @throws IllegalArgumentException if it is out of its range
     */
    public Limits withHeaders(int headers) {
        return new Limits(headBytes, headers, targetBytes, bodyBytes, interimResponses, drainBytes, drainTime);
    }

    /**
     * Returns a copy with another longest target.
     *
     * @param targetBytes 1 to 16 Mi octets
     * @return the copy
     * @throws IllegalArgumentException if it is out of its range
     */
    public Limits withTargetBytes(int targetBytes) {
        return new Limits(headBytes, headers, targetBytes, bodyBytes, interimResponses, drainBytes, drainTime);
    }

    /**
     * Returns a copy that keeps more or less of a refusal's body.
     *
     * @param bodyBytes 0 or more octets
     * @return the copy
     * @throws IllegalArgumentException if it is negative
     */
    public Limits withBodyBytes(int bodyBytes) {
        return new Limits(headBytes, headers, targetBytes, bodyBytes, interimResponses, drainBytes, drainTime);
    }

    /**
     * Returns a copy that reads past more or fewer interim responses.
     *
     * @param interimResponses 0 or more
     * @return the copy
     * @throws IllegalArgumentException if it is negative
     */
    public Limits withInterimResponses(int interimResponses) {
        return new Limits(headBytes, headers, targetBytes, bodyBytes, interimResponses, drainBytes, drainTime);
    }

    /**
     * Returns a copy that drains more or less behind a refusal.
     *
     * @param drainBytes 0 or more octets
     * @param drainTime zero or more
     * @return the copy
     * @throws IllegalArgumentException if one is negative
     */
    public Limits withDrain(int drainBytes, Duration drainTime) {
        return new Limits(headBytes, headers, targetBytes, bodyBytes, interimResponses, drainBytes, drainTime);
    }
}
