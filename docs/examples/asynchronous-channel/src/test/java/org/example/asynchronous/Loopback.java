package org.example.asynchronous;

import dev.handshake.Transports;
import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import dev.handshake.spi.TransportOptions;
import dev.handshake.tck.TransportPair;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Connections over 127.0.0.1, and waiting with a bound. */
final class Loopback {

    private Loopback() {}

    static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    /** Two ends of one connection, with a group each: the one that connected, and the one that was accepted. */
    static TransportPair pair() throws Exception {
        TransportGroup here = open();
        TransportGroup there = open();
        CompletableFuture<ByteTransport> accepted = new CompletableFuture<>();
        TransportListener listener = there.listen(anyPort(), accepted::complete);
        ByteTransport connected = await(here.connect(listener.localAddress()));
        return new TransportPair(connected, await(accepted), () -> {
            here.close();
            there.close();
        });
    }

    static TransportGroup open() throws Exception {
        return Transports.named("asynchronous").open(TransportOptions.defaults());
    }
}
