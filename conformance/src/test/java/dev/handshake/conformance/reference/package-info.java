/**
 * The rules of the handshake a second time, slow and plain: regular expressions over whole heads, written from the RFCs and
 * not from the code that they are held against. Each can be left out, which makes the broken peers by which the cases show
 * that they prove something.
 */
package dev.handshake.conformance.reference;
