package dev.handshake.interop.wire;

import dev.handshake.Transports;
import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import dev.handshake.spi.TransportOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Sockets over 127.0.0.1: our end belongs to a transport found by its name, the other is a plain socket. */
public final class SocketCarrier implements Carrier {

    private static final int BACKLOG = 128;

    private final String name;
    private final TransportGroup group;
    private final TransportListener listener;
    private final ServerSocket peers;
    private final BlockingQueue<Consumer<? super ByteTransport>> expected = new LinkedBlockingQueue<>();
    private final Semaphore handedOver = new Semaphore(0);

    /** A transport with its own default settings. */
    public SocketCarrier(String name) throws IOException {
        this(name, TransportOptions.defaults());
    }

    public SocketCarrier(String name, TransportOptions options) throws IOException {
        this.name = name;
        group = Transports.named(name).open(options);
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        listener = group.listen(anyPort, this::handOver);
        peers = new ServerSocket(0, BACKLOG, anyPort.getAddress());
    }

    /** One at a time, so that it is sure whose connection arrives. */
    @Override
    public synchronized Peer accept(Consumer<? super ByteTransport> onConnection) throws Exception {
        expected.add(onConnection);
        Socket socket = new Socket();
        socket.connect(listener.localAddress());
        if (!handedOver.tryAcquire(Threads.BOUND_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("no connection was handed over");
        }
        return new SocketPeer(socket);
    }

    private void handOver(ByteTransport transport) {
        Consumer<? super ByteTransport> onConnection = expected.remove();
        handedOver.release();
        onConnection.accept(transport);
    }

    @Override
    public synchronized Connection connect() throws Exception {
        ByteTransport transport = Threads.await(group.connect(peers.getLocalSocketAddress()));
        return new Connection(transport, new SocketPeer(peers.accept()));
    }

    /** The group, for what a carrier has no word for. */
    public TransportGroup group() {
        return group;
    }

    @Override
    public void waiting(Runnable task) {
        if (name.equals("blocking")) {
            task.run();
        } else {
            Threads.start(() -> {
                task.run();
                return null;
            });
        }
    }

    @Override
    public void close() throws IOException {
        peers.close();
        group.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
