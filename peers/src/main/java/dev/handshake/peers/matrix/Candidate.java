package dev.handshake.peers.matrix;

import dev.handshake.Role;
import dev.handshake.peers.Peers;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A peer in the table.
 *
 * @param role the side it takes
 * @param name its name among the {@link Peers}
 * @param title how its own project writes it
 */
record Candidate(Role role, String name, String title) {

    /** Native transports and our own other ones share the handshake with those that are named here. */
    static final List<Candidate> ALL = List.of(
            server("netty", "Netty"),
            server("jetty", "Jetty"),
            server("undertow", "Undertow"),
            server("tomcat", "Tomcat"),
            server("tyrus", "Tyrus"),
            server("java-websocket", "Java-WebSocket"),
            server("vertx", "Vert.x"),
            server("ws", "ws (Node)"),
            server("websockets", "websockets (Python)"),
            server("handshake-nio", "Handshake, nio"),
            server("handshake-blocking", "Handshake, blocking"),
            server("handshake-netty", "Handshake, netty"),
            client("jdk", "JDK"),
            client("okhttp", "OkHttp"),
            client("netty", "Netty"),
            client("jetty", "Jetty"),
            client("java-websocket", "Java-WebSocket"),
            client("tyrus", "Tyrus"),
            client("vertx", "Vert.x"),
            client("ws", "ws (Node)"),
            client("websockets", "websockets (Python)"),
            client("handshake-nio", "Handshake, nio"),
            client("handshake-blocking", "Handshake, blocking"),
            client("handshake-netty", "Handshake, netty"));

    private static Candidate server(String name, String title) {
        return new Candidate(Role.SERVER, name, title);
    }

    private static Candidate client(String name, String title) {
        return new Candidate(Role.CLIENT, name, title);
    }

    /** Why it can't be run here. */
    Optional<String> missing() {
        return Peers.missing(name);
    }

    String version() throws Exception {
        return Peers.version(name);
    }

    @Override
    public String toString() {
        return title + " as a " + role.name().toLowerCase(Locale.ROOT);
    }
}
