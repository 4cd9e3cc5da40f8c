package dev.handshake.bench.load;

import dev.handshake.peers.Peers;
import java.util.List;
import java.util.Optional;

/** A server that sends each message back, by name. */
enum EchoSubject {
    NIO("handshake nio"),
    NETTY_EPOLL("handshake netty-epoll"),
    PEER_NETTY_EPOLL("netty-epoll"),
    PEER_NETTY("netty"),
    JETTY("jetty"),
    UNDERTOW("undertow"),
    JAVA_WEBSOCKET("java-websocket"),
    WS("ws");

    private final String text;

    EchoSubject(String text) {
        this.text = text;
    }

    static EchoSubject named(String name) {
        for (EchoSubject subject : values()) {
            if (subject.text.equals(name)) {
                return subject;
            }
        }
        for (EchoSubject subject : values()) {
            if (subject.name().equals(name)) {
                return subject;
            }
        }
        throw new IllegalArgumentException("there is no '" + name + "', only " + List.of(values()));
    }

    /** Starts it in this process, but for Node's, which has one of its own; returns its port. */
    int start() throws Exception {
        return switch (this) {
            case NIO, NETTY_EPOLL -> EchoServers.ours(text.substring(text.indexOf(' ') + 1));
            case PEER_NETTY_EPOLL -> EchoServers.netty(true);
            case PEER_NETTY -> EchoServers.netty(false);
            case JETTY -> EchoServers.jetty();
            case UNDERTOW -> EchoServers.undertow();
            case JAVA_WEBSOCKET -> EchoServers.javaWebSocket();
            case WS -> EchoServers.ws();
        };
    }

    /** Says why it can't be measured here; empty if it can. */
    Optional<String> missing() {
        return switch (this) {
            case NETTY_EPOLL, PEER_NETTY_EPOLL -> Peers.missing("netty-epoll");
            case WS -> Peers.missing("ws");
            default -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
