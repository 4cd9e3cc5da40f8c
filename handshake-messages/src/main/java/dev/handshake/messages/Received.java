package dev.handshake.messages;

/** What {@link MessageDecoder#step} has found. */
public enum Received {
    /** Nothing yet: the input is used up. */
    NOTHING,
    /** A message, or a part of one if it is read in parts: see {@link MessageDecoder#message()}. */
    MESSAGE,
    /** A ping, to be answered by a pong with the same payload: see {@link MessageDecoder#payload()}. */
    PING,
    /** A pong: see {@link MessageDecoder#payload()}. */
    PONG,
    /** The close frame, which is the last one: see {@link MessageDecoder#close()}. */
    CLOSE
}
