/** Sockets, socket channels and stream pairs, with a thread for each connection. */
module dev.handshake.blocking {
    requires static org.jspecify;
    requires transitive dev.handshake;
    requires org.slf4j;

    exports dev.handshake.blocking;

    provides dev.handshake.spi.TransportProvider with
            dev.handshake.blocking.BlockingTransportProvider;
}
