package dev.handshake.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * All peers by name. Only what is asked for is loaded, so that a process has the classes of one library. Asking for one
 * turns logging off: {@code java.util.logging}, and the complaint of SLF4J that it has no backend.
 */
public final class Peers {

    /** The names of the servers. */
    public static final List<String> SERVERS = List.of(
            "netty",
            "netty-epoll",
            "jetty",
            "undertow",
            "tomcat",
            "tyrus",
            "java-websocket",
            "vertx",
            "ws",
            "websockets",
            "handshake-nio",
            "handshake-blocking",
            "handshake-netty",
            "handshake-netty-epoll");

    /** The names of the clients. */
    public static final List<String> CLIENTS = List.of(
            "jdk",
            "okhttp",
            "netty",
            "jetty",
            "java-websocket",
            "tyrus",
            "vertx",
            "ws",
            "websockets",
            "handshake-nio",
            "handshake-blocking",
            "handshake-netty",
            "handshake-netty-epoll");

    private static final String OURS = "handshake-";

    /** Kept, since a logger that nothing keeps forgets its level. */
    private static final Logger ROOT = Logger.getLogger("");

    private Peers() {}

    /**
     * Returns a server.
     *
     * @param name one of {@link #SERVERS}
     * @return the server, not started
     * @throws IllegalArgumentException if there is none of that name
     */
    public static ServerPeer server(String name) {
        beQuiet();
        return switch (name) {
            case "netty" -> NettyServer.nio();
            case "netty-epoll" -> NettyServer.epoll();
            case "jetty" -> new JettyServer();
            case "undertow" -> new UndertowServer();
            case "tomcat" -> new TomcatServer();
            case "tyrus" -> new TyrusServer();
            case "java-websocket" -> new JavaWebSocketServer();
            case "vertx" -> new VertxServer();
            case "ws" -> new ScriptServer(Script.Language.NODE);
            case "websockets" -> new ScriptServer(Script.Language.PYTHON);
            default -> new HandshakePeer(transport(name, SERVERS));
        };
    }

    /**
     * Returns a client.
     *
     * @param name one of {@link #CLIENTS}
     * @return the client, started, the caller's to close
     * @throws Exception if the library could not be started
     * @throws IllegalArgumentException if there is none of that name
     */
    public static ClientPeer client(String name) throws Exception {
        beQuiet();
        return switch (name) {
            case "jdk" -> new JdkClient();
            case "okhttp" -> new OkHttpPeer();
            case "netty" -> new NettyClient();
            case "jetty" -> new JettyClient();
            case "java-websocket" -> new JavaWebSocketClient();
            case "tyrus" -> new TyrusClient();
            case "vertx" -> new VertxClient();
            case "ws" -> new ScriptClient(Script.Language.NODE);
            case "websockets" -> new ScriptClient(Script.Language.PYTHON);
            default -> new HandshakeClientPeer(transport(name, CLIENTS));
        };
    }

    private static String transport(String name, List<String> names) {
        if (!name.startsWith(OURS) || !names.contains(name)) {
            throw new IllegalArgumentException("there is no " + name + ", only " + String.join(", ", names));
        }
        return name.substring(OURS.length());
    }

    private static void beQuiet() {
        ROOT.setLevel(Level.OFF);
        // Tomcat sets levels of its own.
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        System.setProperty("slf4j.internal.verbosity", "ERROR");
    }

    /**
     * Returns the release of a peer's library, and of the language it runs in if that is not Java.
     *
     * @param name one of {@link #SERVERS} or {@link #CLIENTS}
     * @return the version, as its project writes it
     * @throws Exception if the library cannot be asked
     */
    public static String version(String name) throws Exception {
        return switch (name) {
            case "jdk" -> Runtime.version().toString();
            case "ws" ->
                Script.say(
                        Script.Language.NODE,
                        "console.log(require('ws/package.json').version + ', Node ' + process.versions.node)");
            case "websockets" ->
                Script.say(
                        Script.Language.PYTHON,
                        "import platform, websockets.version as own;"
                                + " print(own.version + ', Python ' + platform.python_version())");
            default -> built(name.startsWith(OURS) ? "handshake" : name.replace("netty-epoll", "netty"));
        };
    }

    private static String built(String library) {
        Properties versions = new Properties();
        try (InputStream in = Peers.class.getResourceAsStream("versions.properties")) {
            versions.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions.getProperty(library);
    }

    /**
     * Says why a peer is not to be had on this machine.
     *
     * @param name one of {@link #SERVERS} or {@link #CLIENTS}
     * @return the reason; empty if it can be started
     */
    public static Optional<String> missing(String name) {
        return switch (name) {
            case "ws" -> Script.Language.NODE.missing();
            case "websockets" -> Script.Language.PYTHON.missing();
            case "netty-epoll", "handshake-netty-epoll" -> NettyServer.missingEpoll();
            default -> Optional.empty();
        };
    }
}
