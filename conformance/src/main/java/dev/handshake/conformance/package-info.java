/**
 * The conformance suite for opening handshakes: cases that are data, and ways to run them.
 *
 * <p>{@link dev.handshake.conformance.Corpus} holds the cases, each with the clause of an RFC that it comes from. {@link
 * dev.handshake.conformance.Suite} runs them on a side under test: a server at any URL ({@link
 * dev.handshake.conformance.ScannedServer}), a client that connects to a server which misbehaves ({@link
 * dev.handshake.conformance.TestedClient}), or our own engines.
 *
 * <p>What came of each is a verdict with a reason: right, advice, wrong, or not applicable, and wrong is only what breaks a
 * requirement (<em>must</em>). {@link dev.handshake.conformance.Reports} writes all of it as text, HTML, JSON or JUnit XML.
 */
@NullMarked
package dev.handshake.conformance;

import org.jspecify.annotations.NullMarked;
