/** WebSocket messages over a connection whose opening handshake is done. */
module dev.handshake.messages {
    requires static org.jspecify;
    requires transitive dev.handshake;

    exports dev.handshake.messages;
}
