package dev.handshake.peers;

import dev.handshake.ClientHandshaker;
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
    public void open(URI uri, List<String> subprotocols, String extensions) throws IOException {
        ClientHandshaker.Builder builder =
                ClientHandshaker.builder().group(group).timeout(PATIENCE);
        if (!subprotocols.isEmpty()) {
            builder.subprotocols(subprotocols.toArray(String[]::new));
        }
        if (!extensions.isEmpty()) {
            builder.offer(extensions);
        }
        builder.build().connect(uri).transport().close();
    }

    @Override
    public void close() throws IOException {
        group.close();
    }
}
