package dev.handshake.tck;

import static dev.handshake.tck.GroupExamination.examine;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Rules G6 and G7: what a group owns, and how it ends. Extended through {@link TransportGroupContract}. */
public interface GroupCloseContract extends GroupUnderTest {

    /**
     * Closes a group with a listener, and with both ends of a connection, one of which waits for bytes. If red: {@code
     * close} ends all that was made here, and runs the retries that are kept.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void g6_closeEndsListenersAndConnections() throws Exception {
        examine(this, x -> {
            TransportGroup group = x.open();
            TransportListener listener = x.listen(group);
            TransportGroup outside = x.open();
            CompletableFuture<ByteTransport> fromOutside = outside.connect(listener.localAddress());
            x.outcome(fromOutside);
            ByteTransport waiting = x.arrival();
            ByteTransport connected = x.connect(group, listener.localAddress());
            Retry retry = new Retry(() -> {});
            Task read = x.start("read", () -> waiting.read(ByteBuffer.allocate(1), retry));
            x.awaitParked(read);
            group.close();
            group.close();
            if (waiting.blocks()) {
                assertThrows(IOException.class, () -> x.await(read), "the read that waited");
            } else {
                assertTrue(retry.await(patience()), "whether the kept retry was run");
            }
            for (ByteTransport each : List.of(waiting, connected)) {
                assertThrows(
                        ClosedChannelException.class,
                        () -> each.write(ByteBuffer.allocate(1), () -> {}),
                        "a write over a connection that was made there");
            }
            x.seesTheEnd(fromOutside);
            x.isRefused(outside, listener.localAddress());
        });
    }

    /**
     * Closes a group, and looks at the threads that it was given. If red: {@code close} returns when they have ended, so
     * that what comes next, be it the end of the program, meets none of them.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void g6_closeReturnsWhenTheThreadsHaveEnded() throws Exception {
        examine(this, x -> {
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            TransportGroup group = x.open(x.recording(threads));
            TransportListener listener = group.listen(anywhere(), x::receive);
            x.connect(group, listener.localAddress());
            x.arrival();
            group.close();
            for (Thread thread : threads) {
                assertFalse(thread.isAlive(), thread + " still runs");
            }
        });
    }

    /**
     * Closes a group where a connection is handed over. If red: whoever waits there for the threads to end waits for
     * itself; this is the one place where {@code close} returns before.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void g6_mayBeClosedOnAThreadOfItsOwn() throws Exception {
        examine(this, x -> {
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            TransportGroup group = x.open(x.recording(threads));
            CompletableFuture<Void> closed = new CompletableFuture<>();
            TransportListener listener = group.listen(anywhere(), transport -> {
                group.close();
                closed.complete(null);
            });
            CompletableFuture<ByteTransport> connecting = x.open().connect(listener.localAddress());
            x.outcome(closed);
            x.seesTheEnd(connecting);
            for (Thread thread : threads) {
                thread.join(patience().toMillis());
                assertFalse(thread.isAlive(), thread + " still runs");
            }
        });
    }

    /**
     * Uses a group that is closed. If red: that is the caller's mistake, an {@code IllegalStateException}.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void g6_aClosedGroupListensAndConnectsNoMore() throws Exception {
        examine(this, x -> {
            TransportGroup group = x.open();
            SocketAddress somebody = x.listen(x.open()).localAddress();
            group.close();
            assertThrows(IllegalStateException.class, () -> group.connect(somebody), "connect");
            assertThrows(IllegalStateException.class, () -> group.listen(anywhere(), x::arrived), "listen");
        });
    }

    /**
     * Looks at the thread where a connection is handed over. If red: a group's threads come from the factory of its
     * options, where there is one, and else are daemons, which keep no program from ending.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void g7_threadsComeFromTheFactoryOrAreDaemons() throws Exception {
        examine(this, x -> {
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            Thread given = x.threadOf(x.open(x.recording(threads)));
            assertTrue(threads.contains(given), given + " is not from the factory, but of " + threads);
            Thread own = x.threadOf(x.open());
            assertTrue(own.isDaemon(), own + " is no daemon");
        });
    }

    /**
     * Makes three hundred connections, one after the other, and counts the descriptors of the process; skipped where these
     * are not in {@code /proc/self/fd}. If red: close closes what is below, and nothing is kept of what was closed.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void g7_connectionsLeaveNoDescriptorBehind() throws Exception {
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors), "there is no " + descriptors);
        assumeFalse(GroupExamination.count(descriptors) == 0, descriptors + " is empty");
        examine(this, x -> {
            TransportGroup group = x.open();
            TransportListener listener = x.listen(group);
            x.exchange(group, listener);
            long before = GroupExamination.count(descriptors);
            for (int i = 0; i < 300; i++) {
                x.exchange(group, listener);
            }
            Party.Pauses pauses = x.pauses("the descriptors of 300 connections to be closed");
            while (GroupExamination.count(descriptors) > before + 100) { // others may open some meanwhile
                pauses.pause();
            }
        });
    }
}
