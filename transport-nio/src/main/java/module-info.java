/** Selector loops over {@code java.nio} channels. */
module dev.handshake.nio {
    requires static org.jspecify;
    requires transitive dev.handshake;
    requires org.slf4j;

    exports dev.handshake.nio;

    provides dev.handshake.spi.TransportProvider with
            dev.handshake.nio.NioTransportProvider;
}
