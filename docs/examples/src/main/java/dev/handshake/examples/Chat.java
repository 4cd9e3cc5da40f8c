package dev.handshake.examples;

import dev.handshake.Established;
import dev.handshake.HandshakeServer;
import dev.handshake.ListenOptions;
import dev.handshake.Origins;
import dev.handshake.ServerHandshaker;
import dev.handshake.Subprotocols;
import dev.handshake.Transports;
import dev.handshake.messages.Message;
import dev.handshake.messages.MessageLimits;
import dev.handshake.messages.WebSocket;
import dev.handshake.messages.WebSocketOptions;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A chat whose rooms are paths: who connects to {@code /rooms/7} hears what others say there. It wants the subprotocol {@code
 * chat.v1}, and lets in the pages of one site. A member too slow to hear what is said is put out, so that one does not hold
 * up all.
 */
public final class Chat implements Closeable {

    private static final WebSocketOptions OPTIONS = WebSocketOptions.defaults()
            .withLimits(MessageLimits.defaults().withMessageBytes(4096).withQueuedBytes(64 * 1024));

    private final Map<String, Set<WebSocket>> rooms = new ConcurrentHashMap<>();
    private final TransportGroup group;
    private final HandshakeServer server;

    /**
     * Listens.
     *
     * @param address where
     * @param origin the site whose pages may come, such as {@code "https://chat.example"}
     * @throws IOException if the address can't be bound
     */
    public Chat(InetSocketAddress address, String origin) throws IOException {
        ServerHandshaker handshaker = ServerHandshaker.builder()
                .origins(Origins.allow(origin))
                .subprotocols(Subprotocols.serverPreference("chat.v1").required())
                .build();
        group = Transports.best().open(TransportOptions.defaults());
        server = handshaker.listen(group, address, ListenOptions.defaults(), this::enter);
    }

    /**
     * Returns the port.
     *
     * @return the port that was bound
     */
    public int port() {
        return server.port();
    }

    private void enter(Established open) {
        String room = open.request().path();
        WebSocket member = WebSocket.over(open, OPTIONS);
        rooms.compute(room, (name, members) -> {
            Set<WebSocket> present = members == null ? ConcurrentHashMap.newKeySet() : members;
            present.add(member);
            return present;
        });
        member.sendAsync("welcome to " + room); // from here on it hears the others
        member.forEach((speaker, message) -> {
            say(room, speaker, message);
            return null; // the next one at once
        });
        member.ended().whenComplete((ending, failure) -> leave(room, member));
    }

    private void say(String room, WebSocket speaker, Message message) {
        for (WebSocket member : rooms.getOrDefault(room, Set.of())) {
            if (member != speaker) {
                member.sendAsync(message).whenComplete((sent, failure) -> {
                    if (failure != null) {
                        member.abort(); // its queue is full, or it has gone
                    }
                });
            }
        }
    }

    private void leave(String room, WebSocket member) {
        rooms.computeIfPresent(room, (name, members) -> {
            members.remove(member);
            return members.isEmpty() ? null : members;
        });
    }

    /** Ends the chat and its connections. */
    @Override
    public void close() throws IOException {
        group.close();
    }
}
