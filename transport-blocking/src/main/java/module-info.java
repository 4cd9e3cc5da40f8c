/** Sockets, socket channels and stream pairs, with a thread for each connection. */
module dev.handshake.blocking {
    requires static org.jspecify;
    requires transitive dev.handshake;
    requires org.slf4j;
}
