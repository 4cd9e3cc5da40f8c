package dev.handshake.peers;

import io.undertow.Undertow;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.protocol.Handshake;
import io.undertow.websockets.core.protocol.version07.Hybi07Handshake;
import io.undertow.websockets.core.protocol.version08.Hybi08Handshake;
import io.undertow.websockets.core.protocol.version13.Hybi13Handshake;
import io.undertow.websockets.extensions.PerMessageDeflateHandshake;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;

/** Undertow's own WebSockets, without servlets; the three protocol versions are those it speaks unless told otherwise. */
final class UndertowServer implements ServerPeer {

    @Override
    public Listening listen(int port, boolean deflate) {
        Set<String> subprotocols = Set.of("chat", "superchat");
        List<Handshake> versions = List.of(
                new Hybi13Handshake(subprotocols, deflate),
                new Hybi08Handshake(subprotocols, deflate),
                new Hybi07Handshake(subprotocols, deflate));
        WebSocketProtocolHandshakeHandler handler =
                new WebSocketProtocolHandshakeHandler(versions, UndertowServer::drain);
        if (deflate) {
            handler.addExtension(new PerMessageDeflateHandshake());
        }
        Undertow server = Undertow.builder()
                .setIoThreads(1)
                .addHttpListener(port, "127.0.0.1", handler)
                .build();
        server.start();
        InetSocketAddress bound =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        return Listening.of(bound.getPort(), server::stop);
    }

    private static void drain(WebSocketHttpExchange exchange, WebSocketChannel channel) {
        channel.getReceiveSetter().set(new AbstractReceiveListener() {});
        channel.resumeReceives();
    }
}
