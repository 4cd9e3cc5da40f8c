/**
 * The conformance suite: {@link dev.handshake.conformance.Corpus} holds the cases, which are data, not code.
 */
@org.jspecify.annotations.NullMarked
package dev.handshake.conformance;
