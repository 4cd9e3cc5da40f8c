package dev.handshake.bench.load;

import dev.handshake.Transports;
import dev.handshake.peers.Peers;
import java.util.List;
import java.util.Optional;

/** A server that can be measured, by name. */
enum Subject {
    BARE_NIO("bare nio", Java.DEFAULT),
    NIO("handshake nio", Java.DEFAULT),
    NIO_PORT("handshake nio, listen", Java.DEFAULT),
    BARE_TWO("bare nio, two loops", Java.DEFAULT),
    NIO_TWO("handshake nio, two loops", Java.DEFAULT),
    BARE_POOL("bare pool", Java.DEFAULT),
    POOL("handshake blocking, pool", Java.DEFAULT),
    BARE_VIRTUAL("bare virtual", Java.VIRTUAL),
    VIRTUAL("handshake blocking, virtual", Java.VIRTUAL),
    NETTY_NIO("handshake netty-nio", Java.DEFAULT),
    NETTY_EPOLL("handshake netty-epoll", Java.DEFAULT),
    NETTY_IO_URING("handshake netty-io-uring", Java.DEFAULT),
    HANDLER_EPOLL("handshake handler, epoll", Java.DEFAULT),
    PEER_NETTY("netty", Java.DEFAULT),
    PEER_NETTY_EPOLL("netty-epoll", Java.DEFAULT),
    JAVA_WEBSOCKET("java-websocket", Java.DEFAULT),
    JETTY("jetty", Java.DEFAULT),
    UNDERTOW("undertow", Java.DEFAULT),
    VERTX("vertx", Java.DEFAULT),
    TYRUS("tyrus", Java.DEFAULT),
    TOMCAT("tomcat", Java.DEFAULT);

    private final String text;
    final Java java;

    Subject(String text, Java java) {
        this.text = text;
        this.java = java;
    }

    static Subject named(String name) {
        for (Subject subject : values()) {
            if (subject.text.equals(name) || subject.name().equalsIgnoreCase(name.replace('-', '_'))) {
                return subject;
            }
        }
        throw new IllegalArgumentException("there is no '" + name + "', only " + List.of(values()));
    }

    /** Starts it in this process; returns its port. */
    int start() throws Exception {
        return switch (this) {
            case BARE_NIO -> BareLoop.start();
            case BARE_TWO -> BareLoop.startTwo();
            case BARE_POOL, BARE_VIRTUAL -> BareThreads.start();
            case NIO -> OurServer.overTransport("nio", 1);
            case NIO_TWO -> OurServer.overTransport("nio", 2);
            case NIO_PORT -> OurServer.overPort("nio");
            case POOL, VIRTUAL -> OurServer.overTransport("blocking", 1);
            case NETTY_NIO, NETTY_EPOLL, NETTY_IO_URING -> OurServer.overTransport(transport(), 1);
            case HANDLER_EPOLL -> OurServer.inPipeline();
            default -> Peers.server(text).listen(0, false).port();
        };
    }

    /** Says why it can't be measured here; empty if it can. */
    Optional<String> missing() {
        return switch (this) {
            case NETTY_NIO, NETTY_EPOLL, NETTY_IO_URING -> unavailable(transport());
            case HANDLER_EPOLL -> unavailable("netty-epoll");
            case PEER_NETTY_EPOLL -> Peers.missing(text);
            default -> java.missing();
        };
    }

    private static Optional<String> unavailable(String transport) {
        try {
            return Transports.named(transport).unavailable();
        } catch (RuntimeException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private String transport() {
        return text.substring(text.indexOf(' ') + 1);
    }

    @Override
    public String toString() {
        return text;
    }
}
