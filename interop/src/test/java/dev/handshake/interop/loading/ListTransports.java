package dev.handshake.interop.loading;

import dev.handshake.ClientHandshaker;
import dev.handshake.Established;
import dev.handshake.ServerHandshaker;
import dev.handshake.Transports;
import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import dev.handshake.spi.TransportOptions;
import dev.handshake.spi.TransportProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** A program of its own: says which transports it finds, and opens a WebSocket over each. */
final class ListTransports {

    private ListTransports() {}

    public static void main(String[] args) throws Exception {
        System.out.println("core in " + shown(Transports.class));
        for (TransportProvider provider : Transports.all()) {
            String opened = shake(provider);
            System.out.println(provider.name() + " in " + shown(provider.getClass()) + ": " + opened);
        }
        try {
            System.out.println("best: " + Transports.best().name());
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
    }

    private static String shown(Class<?> type) {
        return type.getModule().isNamed() ? "module " + type.getModule().getName() : "the class path";
    }

    private static String shake(TransportProvider provider) throws Exception {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        try (TransportGroup group = provider.open(TransportOptions.defaults());
                TransportListener listener = group.listen(
                        anyPort, transport -> ServerHandshaker.create().acceptAsync(transport))) {
            ByteTransport transport = group.connect(listener.localAddress()).get(10, TimeUnit.SECONDS);
            try (ByteTransport it = transport) {
                Established open = ClientHandshaker.create()
                        .handshakeAsync(it, "localhost", "/")
                        .get(10, TimeUnit.SECONDS);
                return "status " + open.response().status();
            }
        }
    }
}
