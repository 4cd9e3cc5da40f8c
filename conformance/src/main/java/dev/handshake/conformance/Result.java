package dev.handshake.conformance;

/**
 * One run of one case.
 *
 * @param of the case
 * @param delivery how its octets were handed over
 * @param seen what came of it
 * @param verdict what that is worth
 */
public record Result(ConformanceCase of, Delivery delivery, Observation seen, Verdict verdict) {}
