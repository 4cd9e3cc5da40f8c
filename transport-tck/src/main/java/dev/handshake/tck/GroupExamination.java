package dev.handshake.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import dev.handshake.spi.TransportOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One test of some groups: runs its body on a thread of its own, and closes the groups that it has opened. */
final class GroupExamination {

    /** What a test does. */
    interface Body {
        void run(GroupExamination x) throws Exception;
    }

    private final GroupUnderTest subject;
    private final Duration patience;
    private final Deque<TransportGroup> groups = new ConcurrentLinkedDeque<>();
    private final BlockingQueue<ByteTransport> arrived = new LinkedBlockingQueue<>();

    private GroupExamination(GroupUnderTest subject) {
        this.subject = subject;
        this.patience = subject.patience();
    }

    static void examine(GroupUnderTest subject, Body body) throws Exception {
        GroupExamination x = new GroupExamination(subject);
        Throwable failure = null;
        try {
            x.start("test", () -> body.run(x)).await(x.patience.multipliedBy(3));
        } catch (Throwable t) {
            failure = t;
            throw t;
        } finally {
            x.leave(failure);
        }
    }

    private void leave(@Nullable Throwable failure) throws Exception {
        for (TransportGroup group : groups) {
            try {
                start("close", group::close).await(patience);
            } catch (Throwable t) {
                if (failure == null) {
                    throw t;
                }
                failure.addSuppressed(t);
            }
        }
    }

    TransportGroup open() throws Exception {
        return open(TransportOptions.defaults());
    }

    TransportGroup open(TransportOptions options) throws Exception {
        TransportGroup group = subject.open(options);
        groups.add(group);
        return group;
    }

    /** Returns options whose threads can be looked at; where there are loops, two. */
    TransportOptions recording(Set<Thread> threads) {
        return TransportOptions.defaults().withThreads(2).withThreadFactory(work -> {
            Thread thread = new Thread(work, "transport contract: of a group");
            thread.setDaemon(true);
            threads.add(thread);
            return thread;
        });
    }

    TransportListener listen(TransportGroup group) throws IOException {
        return group.listen(subject.anywhere(), this::arrived);
    }

    void arrived(ByteTransport transport) {
        arrived.add(transport);
    }

    /** Takes a connection, and where the transport blocks stays with it, as its user would. */
    void receive(ByteTransport transport) {
        arrived(transport);
        if (transport.blocks()) {
            try {
                transport.read(ByteBuffer.allocate(1), () -> {});
            } catch (IOException closed) {
                // As it is meant to be.
            }
        }
    }

    ByteTransport connect(TransportGroup group, SocketAddress address) throws Exception {
        CompletableFuture<ByteTransport> connecting = group.connect(address);
        outcome(connecting);
        return connecting.join();
    }

    /** Begins attempts, and cancels each at once or, where that comes too late, closes what came of it. */
    void cancel(int attempts, TransportGroup group, SocketAddress address) {
        for (int i = 0; i < attempts; i++) {
            CompletableFuture<ByteTransport> connecting = group.connect(address);
            if (!connecting.cancel(true)) {
                connecting.join().close();
            }
        }
    }

    /** Waits for the next connection that is handed over. */
    ByteTransport arrival() throws InterruptedException {
        ByteTransport transport = arrived.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        assertNotNull(transport, "no connection was handed over");
        return transport;
    }

    int arrivals() {
        return arrived.size();
    }

    /** Makes a connection, sends a byte over it, and closes both ends. */
    void exchange(TransportGroup group, TransportListener listener) throws Exception {
        try (ByteTransport near = connect(group, listener.localAddress());
                ByteTransport far = arrival()) {
            party(near).send("x");
            assertEquals("x", party(far).receiveText(1), "what came");
        }
    }

    /** Returns an address where somebody has listened, and nobody does. */
    SocketAddress left(TransportGroup group) throws Exception {
        TransportListener listener = listen(group);
        listener.close();
        isRefused(group, listener.localAddress());
        return listener.localAddress();
    }

    /** Waits until nobody is reached at an address; a kernel may need a moment for that. */
    void isRefused(TransportGroup group, SocketAddress address) throws Exception {
        Party.Pauses pauses = pauses("connections to be refused");
        while (true) {
            try {
                connect(group, address).close();
            } catch (IOException | RuntimeException refused) {
                return;
            }
            pauses.pause();
        }
    }

    /** Waits for the end of a connection that the other side closes, be it before it was made here. */
    void seesTheEnd(CompletableFuture<ByteTransport> connecting) throws Exception {
        try {
            outcome(connecting);
        } catch (IOException already) {
            return;
        }
        party(connecting.join()).discardAll();
    }

    /** Reads up to the end, and returns how many bytes came. */
    int restOf(ByteTransport transport) throws Exception {
        try (transport) {
            return party(transport).receiveAll().length;
        } catch (IOException reset) {
            return 0;
        }
    }

    /** Returns the thread where a group hands a connection over. */
    Thread threadOf(TransportGroup group) throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        TransportListener listener =
                group.listen(subject.anywhere(), transport -> thread.complete(Thread.currentThread()));
        connect(group, listener.localAddress());
        outcome(thread);
        return thread.join();
    }

    void outcome(CompletableFuture<?> future) throws Exception {
        Task.outcome(future, patience);
    }

    void await(Task task) throws Exception {
        task.await(patience);
    }

    Task start(String name, Task.Action action) {
        return Task.start(name, action);
    }

    /** Waits until a task waits, or has ended, or for 100 ms if its waiting can't be seen. */
    void awaitParked(Task task) throws InterruptedException {
        task.awaitParked();
    }

    void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Party party(ByteTransport transport) {
        return new Party(transport, patience);
    }

    Party.Pauses pauses(String awaited) {
        return new Party.Pauses(awaited, patience);
    }

    static long count(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        }
    }
}
