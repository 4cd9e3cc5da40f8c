/**
 * The WebSocket opening handshake, over any transport.
 *
 * <p>{@link dev.handshake} is what a user calls; {@link dev.handshake.spi} is what the author of a transport
 * implements. Transports are found by {@link java.util.ServiceLoader}.
 */
module dev.handshake {
    requires static org.jspecify;
    requires jdk.jfr;
    requires org.slf4j;

    exports dev.handshake;
    exports dev.handshake.spi;

    uses dev.handshake.spi.TransportProvider;
}
