package dev.handshake.examples;

import dev.handshake.ClientHandshaker;
import dev.handshake.Decision;
import dev.handshake.Handshake;
import dev.handshake.ServerHandshake;
import dev.handshake.ServerHandshaker;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A selector loop that exists already, and drives the handshakes of both roles itself: no transport, no thread but its own.
 * What a transport and a handshaker would do for it is here in full: moving bytes, the deadline, and the refusal that must
 * not be lost. Accepted WebSockets echo bytes.
 */
public final class OwnSelectorLoop implements Runnable, Closeable {

    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long TICK_MILLIS = 250;

    private final Selector selector = Selector.open();

    /**
     * Makes a loop. Give it a thread.
     *
     * @throws IOException if the system has no selector left
     */
    public OwnSelectorLoop() throws IOException {}

    /**
     * Listens.
     *
     * @param local where
     * @param handshaker how to accept; its decider and timeout are not asked, since this loop decides and keeps the time
     * @return the address that was bound
     * @throws IOException if it can't be bound
     */
    public InetSocketAddress listen(InetSocketAddress local, ServerHandshaker handshaker) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open().bind(local);
        server.configureBlocking(false);
        Ready accepting = key -> {
            SocketChannel channel = server.accept();
            if (channel != null) {
                register(channel, SelectionKey.OP_READ, new Opening(handshaker.start(), new CompletableFuture<>()));
            }
        };
        server.register(selector, SelectionKey.OP_ACCEPT, accepting);
        selector.wakeup();
        return (InetSocketAddress) server.getLocalAddress();
    }

    /**
     * Opens a WebSocket.
     *
     * @param remote where to
     * @param handshaker what to ask for
     * @param target the request target, such as {@code "/chat"}
     * @return the handshake once it is open
     * @throws IOException if there is no socket left
     */
    public CompletableFuture<Handshake> connect(InetSocketAddress remote, ClientHandshaker handshaker, String target)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(remote);
        String host = remote.getHostString() + ":" + remote.getPort();
        Opening opening = new Opening(handshaker.start(host, target), new CompletableFuture<>());
        register(channel, SelectionKey.OP_CONNECT, opening);
        return opening.opened;
    }

    /** Runs until the loop is closed. */
    @Override
    public void run() {
        try {
            while (selector.isOpen()) {
                selector.select(OwnSelectorLoop::ready, TICK_MILLIS);
                selector.keys().forEach(OwnSelectorLoop::closeIfLate);
            }
        } catch (IOException | ClosedSelectorException closed) {
            // Then there is nothing left to do.
        }
    }

    /** Ends the loop and its connections. */
    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys().toArray(new SelectionKey[0])) {
            key.channel().close();
        }
        selector.close();
    }

    private void register(SocketChannel channel, int ops, Ready ready) throws IOException {
        channel.configureBlocking(false);
        channel.register(selector, ops, ready);
        selector.wakeup();
    }

    private static void ready(SelectionKey key) {
        Ready ready = (Ready) key.attachment();
        try {
            ready.ready(key);
        } catch (IOException | RuntimeException e) {
            close(key, ready, e);
        }
    }

    private static void closeIfLate(SelectionKey key) {
        if (key.attachment() instanceof Opening opening && opening.deadlineNanos - System.nanoTime() < 0) {
            close(key, opening, new IOException("the handshake took too long"));
        }
    }

    private static void close(SelectionKey key, Ready ready, Exception cause) {
        if (ready instanceof Opening opening) {
            opening.opened.completeExceptionally(cause);
        }
        try {
            key.channel().close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** What to do when the selector says so. */
    private interface Ready {
        void ready(SelectionKey key) throws IOException;
    }

    /** A connection whose handshake goes on, of either role. */
    private static final class Opening implements Ready {

        final Handshake handshake;
        final CompletableFuture<Handshake> opened;
        final long deadlineNanos = System.nanoTime() + TIMEOUT_NANOS;
        private boolean draining;

        Opening(Handshake handshake, CompletableFuture<Handshake> opened) {
            this.handshake = handshake;
            this.opened = opened;
        }

        @Override
        public void ready(SelectionKey key) throws IOException {
            SocketChannel channel = (SocketChannel) key.channel();
            if (key.isConnectable()) {
                channel.finishConnect();
            }
            if (draining) {
                drain(channel);
                return;
            }
            int ops = advance(key, channel);
            if (key.isValid()) {
                key.interestOps(ops);
            }
        }

        /** Goes as far as it can, and says what it waits for. */
        private int advance(SelectionKey key, SocketChannel channel) throws IOException {
            while (true) {
                switch (handshake.step()) {
                    case READ -> {
                        int count = channel.read(handshake.input());
                        if (count == 0) {
                            return SelectionKey.OP_READ;
                        } else if (count < 0) {
                            handshake.endOfInput();
                        }
                    }
                    case WRITE -> {
                        if (channel.write(handshake.output()) == 0) {
                            return SelectionKey.OP_WRITE;
                        }
                    }
                    case DECIDE -> ((ServerHandshake) handshake).decide(Decision.accept());
                    case OPEN -> {
                        Echo echo = new Echo(handshake.leftover()); // the first bytes of the WebSocket
                        key.attach(echo);
                        opened.complete(handshake);
                        return echo.advance(channel);
                    }
                    case FAILED -> {
                        opened.completeExceptionally(handshake.failure());
                        draining = true;
                        channel.shutdownOutput();
                        return SelectionKey.OP_READ;
                    }
                }
            }
        }

        /** Closing with unread input would reset the connection, and the refusal be lost on its way. */
        private static void drain(SocketChannel channel) throws IOException {
            if (channel.read(ByteBuffer.allocate(1024)) < 0) {
                channel.close();
            }
        }
    }

    /** An open WebSocket. Here your protocol begins. */
    private static final class Echo implements Ready {

        private ByteBuffer bytes;

        Echo(ByteBuffer first) {
            bytes = first;
        }

        @Override
        public void ready(SelectionKey key) throws IOException {
            SocketChannel channel = (SocketChannel) key.channel();
            if (key.isReadable()) {
                bytes = ByteBuffer.allocate(1024);
                if (channel.read(bytes) < 0) {
                    channel.close();
                    return;
                }
                bytes.flip();
            }
            key.interestOps(advance(channel));
        }

        int advance(SocketChannel channel) throws IOException {
            channel.write(bytes);
            return bytes.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        }
    }
}
