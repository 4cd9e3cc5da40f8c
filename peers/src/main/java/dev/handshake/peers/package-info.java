/**
 * Servers and clients of other libraries, and our own beside them, each behind one small interface: to be compared with.
 * Each has the settings that its library comes with, one event loop where that can be set, and no logging. They listen on
 * and connect to the loopback address only.
 */
package dev.handshake.peers;
