package dev.handshake.peers;

import dev.handshake.HandshakeServer;
import dev.handshake.ListenOptions;
import dev.handshake.Origins;
import dev.handshake.PermessageDeflate;
import dev.handshake.ServerHandshaker;
import dev.handshake.Subprotocols;
import dev.handshake.Transports;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Our own server, over one of the transports. */
record HandshakePeer(String transport) implements ServerPeer {

    @Override
    public Listening listen(int port, boolean deflate) throws IOException {
        ServerHandshaker.Builder builder = ServerHandshaker.builder()
                .origins(Origins.any())
                .subprotocols(Subprotocols.serverPreference("chat", "superchat"));
        if (deflate) {
            builder.extensions(PermessageDeflate.defaults());
        }
        TransportGroup group =
                Transports.named(transport).open(TransportOptions.defaults().withThreads(1));
        HandshakeServer server = builder.build()
                .listen(
                        group,
                        new InetSocketAddress("127.0.0.1", port),
                        ListenOptions.defaults(),
                        open -> new Drain(open.transport()).run());
        int bound = ((InetSocketAddress) server.localAddress()).getPort();
        return Listening.of(bound, () -> {
            server.close();
            group.close();
        });
    }
}
