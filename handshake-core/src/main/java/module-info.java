/**
 * The WebSocket opening handshake, over any transport.
 *
 * <p>{@link dev.handshake} is what a user calls; {@link dev.handshake.spi} is what the author of a transport
 * implements; {@link dev.handshake.tls} is TLS over any of them. Transports are found by {@link java.util.ServiceLoader}.
 */
module dev.handshake {
    requires static org.jspecify;
    requires jdk.jfr;
    requires org.slf4j;

    exports dev.handshake;
    exports dev.handshake.spi;
    exports dev.handshake.tls;

    uses dev.handshake.spi.TransportProvider;
}
