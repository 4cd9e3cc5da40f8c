package dev.handshake.hardening.simulation;

import dev.handshake.hardening.simulation.SimulatedTransport.Waiting;
import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import dev.handshake.tck.ForwardingTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A group of which every call may be the one that fails. Its connections are simulated, and what is at their other end is for
 * the test to say.
 */
final class SimulatedGroup implements TransportGroup {

    static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 8080);

    private final World world;
    private final Faults faults;
    private final Waiting waiting;
    private final Consumer<? super SimulatedTransport> atTheOtherEnd;
    private final List<SimulatedTransport> ends = new ArrayList<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private @Nullable Consumer<? super ByteTransport> onConnection;

    private InetSocketAddress lastRemote = ADDRESS;

    /** How many octets are under way at most, in each direction. */
    int capacity = 1 << 16;

    /** What becomes of those who want to be connected: they soon are, unless the test says otherwise. */
    Consumer<Attempt> onConnect = this::connected;

    /** Somebody wants to be connected. */
    record Attempt(CompletableFuture<ByteTransport> future, SocketAddress remote) {}

    SimulatedGroup(World world, Faults faults, Waiting waiting, Consumer<? super SimulatedTransport> atTheOtherEnd) {
        this.world = world;
        this.faults = faults;
        this.waiting = waiting;
        this.atTheOtherEnd = atTheOtherEnd;
    }

    @Override
    public CompletableFuture<ByteTransport> connect(SocketAddress remote) {
        world.enter();
        CompletableFuture<ByteTransport> future = new CompletableFuture<>();
        try {
            faults.inTransport("a connect");
        } catch (IOException e) {
            future.completeExceptionally(e);
            return future;
        }
        Attempt attempt = new Attempt(future, remote);
        attempts.add(attempt);
        onConnect.accept(attempt);
        return future;
    }

    /** Returns all attempts there were. */
    List<Attempt> attempts() {
        return attempts;
    }

    /** Lets an attempt succeed, as an event. */
    void connected(Attempt attempt) {
        world.soon(() -> {
            if (attempt.future().isDone()) {
                return;
            }
            ByteTransport transport = opened(faults, attempt.remote());
            if (!attempt.future().complete(transport)) {
                transport.close();
            }
        });
    }

    @Override
    public TransportListener listen(SocketAddress local, Consumer<? super ByteTransport> onConnection)
            throws IOException {
        faults.inTransport("a listen");
        this.onConnection = onConnection;
        return new TransportListener() {
            @Override
            public SocketAddress localAddress() {
                return local;
            }

            @Override
            public void close() {
                // No more arrives here than the test lets in.
            }
        };
    }

    /** Hands a connection to whoever listens, as groups do: what that throws closes the connection. */
    void arrives(Faults faults) {
        arrives(faults, ADDRESS);
    }

    /** The same, from an address. */
    void arrives(Faults faults, SocketAddress remote) {
        ByteTransport transport = opened(faults, remote);
        try {
            onConnection.accept(transport);
        } catch (RuntimeException | Error e) {
            world.note("whoever listens has thrown " + e);
            transport.close();
        }
    }

    /** Makes both ends of a connection, and returns ours. */
    private ByteTransport opened(Faults faults, SocketAddress remote) {
        Pipe up = new Pipe(world, capacity);
        Pipe down = new Pipe(world, capacity);
        SimulatedTransport ours = new SimulatedTransport(world, "ours " + ends.size(), waiting, up, down);
        SimulatedTransport other = new SimulatedTransport(world, "other " + ends.size(), Waiting.NOT, down, up);
        SimulatedTransport.connect(ours, other);
        ends.add(ours);
        lastRemote = (InetSocketAddress) remote;
        atTheOtherEnd.accept(other);
        return new Addressed(new Faults.Fragile(ours, faults), remote);
    }

    /** Returns where the latest connection comes from, or goes to. */
    InetSocketAddress lastRemote() {
        return lastRemote;
    }

    /** Returns our ends of all connections that there were. */
    List<SimulatedTransport> ends() {
        return ends;
    }

    @Override
    public void close() {
        ends.forEach(SimulatedTransport::close);
    }

    /** A transport whose peer has an address. */
    private static final class Addressed extends ForwardingTransport {

        private final SocketAddress remote;

        Addressed(ByteTransport below, SocketAddress remote) {
            super(below);
            this.remote = remote;
        }

        @Override
        public Optional<SocketAddress> remoteAddress() {
            return Optional.of(remote);
        }
    }
}
