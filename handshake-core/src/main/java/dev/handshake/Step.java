package dev.handshake;

/** What a {@link Handshake} needs next from whoever drives it. */
public enum Step {
    /** Fill {@link Handshake#input()}, or say {@link Handshake#endOfInput()}. */
    READ,
    /** Drain {@link Handshake#output()}. */
    WRITE,
    /** Look at {@link Handshake#request()} and call {@link ServerHandshake#decide}. Never on the client side. */
    DECIDE,
    /** Done: the connection is a WebSocket, and {@link Handshake#leftover()} is its first input. */
    OPEN,
    /** Done: see {@link Handshake#failure()}. What had to be answered has been written. */
    FAILED
}
