/**
 * Small programs whole, and handshakes in places that exist already. Each class stands for itself; {@code
 * docs/examples/README.md} lists them.
 */
package dev.handshake.examples;
