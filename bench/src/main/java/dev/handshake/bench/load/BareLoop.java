package dev.handshake.bench.load;

import dev.handshake.bench.memory.Accept;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * The least that a server in Java can do over one selector: accept, read once, find the key, hash it, write once. It
 * understands nothing, checks nothing and forgives nothing; it is here to be compared with.
 */
final class BareLoop {

    private static final int BACKLOG = 1024;
    private static final int ACCEPTS_A_TURN = 64;

    private final Selector selector;
    private final ServerSocketChannel listening;
    private final BareAnswer answer = new BareAnswer(new Accept());
    private final ByteBuffer in = ByteBuffer.allocateDirect(8192);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BareAnswer.BYTES);
    private final byte[] request = new byte[8192];

    private BareLoop(int port, boolean shared) throws IOException {
        selector = Selector.open();
        listening = ServerSocketChannel.open();
        if (shared) {
            listening.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        listening.configureBlocking(false);
        listening.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Starts one loop on a thread of its own; returns the port. */
    static int start() throws IOException {
        return start(0, false);
    }

    /**
     * Starts two loops, each with a listening socket of its own on the same port, over which the system spreads connections, so
     * that neither hands anything to the other; returns the port.
     */
    static int startTwo() throws IOException {
        return start(start(0, true), true);
    }

    private static int start(int port, boolean shared) throws IOException {
        BareLoop loop = new BareLoop(port, shared);
        Thread thread = new Thread(loop::run, "bare-loop");
        thread.setDaemon(true);
        thread.start();
        return loop.listening.socket().getLocalPort();
    }

    private void run() {
        try {
            while (true) {
                selector.select(this::ready);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the selector failed", e);
        }
    }

    private void ready(SelectionKey key) {
        if (key.channel() == listening) {
            accept();
        } else {
            serve((SocketChannel) key.channel());
        }
    }

    private void accept() {
        try {
            for (int i = 0; i < ACCEPTS_A_TURN; i++) {
                SocketChannel channel = listening.accept();
                if (channel == null) {
                    return;
                }
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ);
            }
        } catch (IOException e) {
            // The peer is gone already.
        }
    }

    private void serve(SocketChannel channel) {
        try {
            int count = channel.read(in.clear());
            if (count > 0) {
                in.flip().get(request, 0, count);
                byte[] response = answer.to(request, count);
                if (response != null && channel.write(out.clear().put(response).flip()) == response.length) {
                    return;
                }
            } else {
                // A client that closes first keeps its port for a minute, and where few are free the search for one
                // costs more than the handshake. A reset frees it.
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            // The peer has reset the connection: that is how they all end here.
        }
        close(channel);
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Then it is closed.
        }
    }
}
