package dev.handshake.peers;

import dev.handshake.ClientHandshaker;
import dev.handshake.PermessageDeflate;
import dev.handshake.Transports;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** Our own client, over one of the transports. */
final class HandshakeClientPeer implements ClientPeer {

    private final TransportGroup group;

    HandshakeClientPeer(String transport) throws IOException {
        group = Transports.named(transport).open(TransportOptions.defaults().withThreads(1));
    }

    @Override
    public void open(URI uri, List<String> subprotocols) throws IOException {
        ClientHandshaker.Builder builder =
                ClientHandshaker.builder().group(group).timeout(PATIENCE).extensions(PermessageDeflate.defaults());
        if (!subprotocols.isEmpty()) {
            builder.subprotocols(subprotocols.toArray(String[]::new));
        }
        builder.build().connect(uri).transport().close();
    }

    @Override
    public void close() throws IOException {
        group.close();
    }
}
