/** Runs the conformance suite against all peers, and writes down what came of it. */
package dev.handshake.peers.matrix;
