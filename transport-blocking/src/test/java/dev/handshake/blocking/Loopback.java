package dev.handshake.blocking;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Connected pairs over 127.0.0.1, and threads to use them on; closes all it made. */
final class Loopback implements Closeable {

    static final Runnable NO_RETRY = () -> {
        throw new AssertionError("a transport that blocks ran a retry");
    };

    private static final int NARROW_BYTES = 1 << 14;

    private final Deque<Closeable> made = new ArrayDeque<>();

    static InetSocketAddress anyPort() {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The two ends of one connection. */
    record Pair<T>(T near, T far) {}

    Pair<Socket> sockets() throws IOException {
        try (ServerSocket server = new ServerSocket()) {
            server.bind(anyPort());
            Socket near = opened(connectedTo(server.getLocalSocketAddress()));
            return new Pair<>(near, opened(server.accept()));
        }
    }

    /** The two ends of one connection that holds little, so that back-pressure comes soon. */
    Pair<Socket> narrowSockets() throws IOException {
        Pair<Socket> sockets = sockets();
        for (Socket socket : List.of(sockets.near(), sockets.far())) {
            socket.setSendBufferSize(NARROW_BYTES);
            socket.setReceiveBufferSize(NARROW_BYTES);
        }
        return sockets;
    }

    Socket connectedTo(SocketAddress address) throws IOException {
        Socket socket = opened(new Socket());
        socket.connect(address, 5_000);
        return socket;
    }

    Pair<SocketChannel> channels() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(anyPort())) {
            SocketChannel near = opened(SocketChannel.open(server.getLocalAddress()));
            return new Pair<>(near, opened(server.accept()));
        }
    }

    <T extends Closeable> T opened(T resource) {
        made.push(resource);
        return resource;
    }

    /** Starts work on a thread of its own, which does not outlive the test for long: all that it waits for gets closed. */
    static <T> FutureTask<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "test");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    static <T> T await(FutureTask<T> task) throws Exception {
        return task.get(10, TimeUnit.SECONDS);
    }

    static Throwable failureOf(FutureTask<?> task) throws Exception {
        try {
            throw new AssertionError("no failure but " + await(task));
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    @Override
    public void close() throws IOException {
        while (!made.isEmpty()) {
            made.pop().close();
        }
    }
}
