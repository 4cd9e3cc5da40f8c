package dev.handshake.tck;

import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import dev.handshake.spi.TransportOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A group in memory, with one thread of its own, as small as the rules allow; and each of its flaws, if it is told to. */
final class MemoryGroup implements TransportGroup {

    /** Somewhere to listen at; 0 asks for any. */
    static final class Address extends SocketAddress {

        private static final long serialVersionUID = 1;

        private final int number;

        Address(int number) {
            this.number = number;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Address address && address.number == number;
        }

        @Override
        public int hashCode() {
            return number;
        }
    }

    private static final Map<Address, Listener> PLACES = new ConcurrentHashMap<>();
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final Runnable LAST = () -> {};

    private final GroupFlaw flaw;
    private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    private final Set<ByteTransport> transports = ConcurrentHashMap.newKeySet();
    private final Queue<FileChannel> kept = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    MemoryGroup(TransportOptions options, GroupFlaw flaw) {
        this.flaw = flaw;
        ThreadFactory factory = options.threadFactory();
        thread = factory == null || flaw == GroupFlaw.G7_HAS_A_THREAD_OF_ITS_OWN
                ? new Thread(this::run, "memory group")
                : factory.newThread(this::run);
        if (factory == null) {
            thread.setDaemon(flaw != GroupFlaw.G7_KEEPS_THE_PROGRAM_RUNNING);
        }
        thread.start();
    }

    private void run() {
        try {
            Runnable next = work.take();
            while (next != LAST) {
                next.run();
                next = work.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean mayBlock() {
        return Thread.currentThread() != thread || flaw == GroupFlaw.G3_SAYS_THAT_ONE_MAY_WAIT;
    }

    @Override
    public CompletableFuture<ByteTransport> connect(SocketAddress remote) {
        requireOpen();
        CompletableFuture<ByteTransport> connected = new CompletableFuture<>();
        if (!(remote instanceof Address address)) {
            IllegalArgumentException mistake = new IllegalArgumentException("not an address in memory: " + remote);
            if (flaw == GroupFlaw.G1_A_BAD_ADDRESS_FAILS_THE_FUTURE) {
                connected.completeExceptionally(mistake);
                return connected;
            }
            throw mistake;
        }
        work.add(() -> connect(address, connected));
        return connected;
    }

    private void connect(Address address, CompletableFuture<ByteTransport> connected) {
        Listener listener = PLACES.get(address);
        if (listener == null || listener.group.closed) {
            connected.completeExceptionally(
                    flaw == GroupFlaw.G1_NOBODY_THERE_IS_UNCHECKED
                            ? new IllegalStateException("nobody listens there")
                            : new ConnectException("nobody listens there"));
            return;
        }
        MemoryTransport.Pair pair = MemoryTransport.pair();
        ByteTransport near = made(pair.left());
        boolean wanted = connected.complete(near);
        if (!wanted && flaw != GroupFlaw.G2_KEEPS_WHAT_WAS_CANCELLED) {
            near.close();
        }
        listener.arrived(pair.right());
    }

    private ByteTransport made(ByteTransport transport) {
        ByteTransport forgetful = flaw == GroupFlaw.G6_RUNS_NO_RETRY ? new ForgottenAtClose(transport) : transport;
        ByteTransport made = new ForwardingTransport(forgetful) {
            @Override
            public boolean mayBlock() {
                return Thread.currentThread() != thread;
            }

            @Override
            public void close() {
                transports.remove(this);
                super.close();
            }
        };
        transports.add(made);
        if (flaw == GroupFlaw.G7_KEEPS_DESCRIPTORS) {
            try {
                kept.add(FileChannel.open(Path.of("/dev/null")));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return made;
    }

    @Override
    public TransportListener listen(SocketAddress local, Consumer<? super ByteTransport> onConnection)
            throws IOException {
        requireOpen();
        if (!(local instanceof Address wanted)) {
            throw new IllegalArgumentException("not an address in memory: " + local);
        }
        Address address = wanted.number == 0 ? new Address(NUMBERS.incrementAndGet()) : wanted;
        Listener listener = new Listener(this, address, onConnection);
        boolean taken = PLACES.putIfAbsent(address, listener) != null;
        if (taken && flaw != GroupFlaw.G3_TWO_MAY_LISTEN) {
            throw new BindException("somebody listens there");
        }
        return listener;
    }

    private void requireOpen() {
        if (closed && flaw != GroupFlaw.G6_GOES_ON_AFTER_CLOSE) {
            throw new IllegalStateException("the group is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        PLACES.values().removeIf(listener -> listener.group == this);
        if (flaw != GroupFlaw.G6_LEAVES_CONNECTIONS) {
            transports.forEach(ByteTransport::close);
        }
        if (flaw == GroupFlaw.G6_LEAVES_ITS_THREAD) {
            return;
        }
        work.add(LAST);
        if (Thread.currentThread() != thread || flaw == GroupFlaw.G6_WAITS_FOR_ITSELF) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Where connections arrive, to be handed over on the group's thread. */
    private static final class Listener implements TransportListener {

        private final MemoryGroup group;
        private final Address address;
        private final Consumer<? super ByteTransport> onConnection;
        private final Queue<ByteTransport> handedOver = new ConcurrentLinkedQueue<>();
        private volatile boolean closed;

        Listener(MemoryGroup group, Address address, Consumer<? super ByteTransport> onConnection) {
            this.group = group;
            this.address = address;
            this.onConnection = onConnection;
        }

        void arrived(ByteTransport end) {
            ByteTransport transport = group.made(end);
            if (group.flaw == GroupFlaw.G3_LOSES_SOME_OF_MANY && group.transports.size() > 150) {
                return;
            }
            group.work.add(() -> handOver(transport));
        }

        private void handOver(ByteTransport transport) {
            handedOver.add(transport);
            try {
                onConnection.accept(transport);
            } catch (RuntimeException | Error e) {
                if (group.flaw != GroupFlaw.G4_LEAVES_IT_OPEN) {
                    transport.close();
                }
                if (group.flaw == GroupFlaw.G4_LISTENS_NO_MORE) {
                    close();
                }
            }
        }

        @Override
        public SocketAddress localAddress() {
            return closed && group.flaw == GroupFlaw.G5_FORGETS_ITS_ADDRESS ? new Address(0) : address;
        }

        @Override
        public void close() {
            closed = true;
            if (group.flaw != GroupFlaw.G5_TAKES_MORE || handedOver.isEmpty()) {
                PLACES.remove(address, this);
            }
            if (group.flaw == GroupFlaw.G5_ENDS_THE_REST) {
                handedOver.forEach(ByteTransport::close);
            }
        }
    }
}
