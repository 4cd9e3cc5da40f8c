package dev.handshake.conformance;

import java.util.List;

/**
 * What an observation is worth.
 *
 * @param rating in a word
 * @param findings why, each a sentence; empty if all is as expected
 */
public record Verdict(Rating rating, List<String> findings) {}
