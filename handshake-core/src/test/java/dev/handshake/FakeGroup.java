package dev.handshake;

import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A group without a network: whoever tests says which connections arrive, and how attempts to connect end. */
final class FakeGroup implements TransportGroup, TransportListener {

    /** An attempt to connect, for the test to complete. */
    record Attempt(SocketAddress remote, CompletableFuture<ByteTransport> future) {}

    final List<Attempt> attempts = new ArrayList<>();
    private final BlockingQueue<Attempt> begun = new LinkedBlockingQueue<>();
    private @Nullable Consumer<? super ByteTransport> onConnection;

    @Nullable
    RuntimeException broken;
    /** The future of the next attempt. */
    @Nullable
    CompletableFuture<ByteTransport> stubborn;

    boolean listenerClosed;

    @Override
    public synchronized CompletableFuture<ByteTransport> connect(SocketAddress remote) {
        if (broken != null) {
            throw broken;
        }
        Attempt attempt = new Attempt(remote, stubborn != null ? stubborn : new CompletableFuture<>());
        stubborn = null;
        attempts.add(attempt);
        begun.add(attempt);
        return attempt.future;
    }

    /** Waits for the next attempt. */
    CompletableFuture<ByteTransport> next() {
        try {
            Attempt attempt = begun.poll(10, TimeUnit.SECONDS);
            if (attempt == null) {
                throw new AssertionError("nobody connects");
            }
            return attempt.future;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public TransportListener listen(SocketAddress local, Consumer<? super ByteTransport> onConnection) {
        this.onConnection = onConnection;
        return this;
    }

    ScriptedTransport arrives(ScriptedTransport transport) {
        onConnection.accept(transport);
        return transport;
    }

    @Override
    public SocketAddress localAddress() {
        return InetSocketAddress.createUnresolved("here.example", 80);
    }

    @Override
    public void close() {
        listenerClosed = true;
    }
}
