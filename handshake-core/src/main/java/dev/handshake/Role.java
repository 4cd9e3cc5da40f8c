package dev.handshake;

/** The side of a handshake. */
public enum Role {
    /** Reads the request and answers it. */
    SERVER,
    /** Sends the request and checks the answer. */
    CLIENT
}
