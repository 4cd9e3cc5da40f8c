package dev.handshake.tck;

import static dev.handshake.tck.GroupExamination.examine;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshake.ConnectionInfo;
import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import dev.handshake.spi.TransportOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What the groups of a transport owe: rules G1 to G7 of {@code docs/transport-contract.md}. A test class implements this and
 * its one method. Each test opens the groups that it needs, runs on a thread of its own, is given up after three times the
 * {@linkplain #patience() patience}, and closes the groups.
 *
 * <p>What the connections themselves owe is {@link ByteTransportContract}.
 */
public interface TransportGroupContract {

    /**
     * Opens a group.
     *
     * @param options what it must honour
     * @return a group, which the test closes
     * @throws Exception if it can't be opened, which fails the test
     */
    TransportGroup open(TransportOptions options) throws Exception;

    /**
     * Names an address to listen at that is free.
     *
     * @return any free port of this machine's own address, unless overridden
     */
    default SocketAddress anywhere() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /**
     * Returns how long a test waits for what a rule promises before it fails.
     *
     * @return 10 s, unless overridden; at least 1 ms
     */
    default Duration patience() {
        return Duration.ofSeconds(10);
    }

    /**
     * Connects to a listener of the same group, and sends a word each way. If red: what comes out of {@code connect} and
     * what the listener hands over are the two ends of one connection, and know each other's address, if any.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void g1_connectReachesWhoListens() throws Exception {
        examine(this, x -> {
            TransportGroup group = x.open();
            TransportListener listener = x.listen(group);
            ByteTransport near = x.connect(group, listener.localAddress());
            ByteTransport far = x.arrival();
            x.party(near).send("ping");
            assertEquals("ping", x.party(far).receiveText(4), "what came to the end that was accepted");
            x.party(far).send("pong");
            assertEquals("pong", x.party(near).receiveText(4), "what came to the end that connected");
            ConnectionInfo.of(near)
                    .remoteAddress()
                    .ifPresent(address -> assertEquals(listener.localAddress(), address, "where it connected to"));
            if (ConnectionInfo.of(far).remoteAddress().isPresent()) {
                assertEquals(
                        ConnectionInfo.of(near).localAddress(),
                        ConnectionInfo.of(far).remoteAddress(),
                        "the address of who connected");
            }
        });
    }

    /**
     * Connects to where nobody listens any more. If red: that is what the world does wrong, an {@code IOException} of the
     * future.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void g1_nobodyThereIsAnIOException() throws Exception {
        examine(this, x -> {
            TransportGroup group = x.open();
            SocketAddress nobody = x.left(group);
            CompletableFuture<ByteTransport> connecting = group.connect(nobody);
            assertThrows(IOException.class, () -> x.outcome(connecting), "the outcome of the future");
        });
    }

    /**
     * Uses addresses of a kind that nobody knows, and a name that has not been looked up. If red: that is the caller's
     * mistake, and thrown at once; to look a name up would wait.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void g1_anAddressThatItCannotUseIsUnchecked() throws Exception {
        examine(this, x -> {
            TransportGroup group = x.open();
            SocketAddress foreign = new SocketAddress() {};
            InetSocketAddress unresolved = InetSocketAddress.createUnresolved("localhost", 80);
            assertThrows(IllegalArgumentException.class, () -> group.connect(foreign), "connect to another kind");
            assertThrows(IllegalArgumentException.class, () -> group.connect(unresolved), "connect to a mere name");
            assertThrows(IllegalArgumentException.class, () -> group.listen(foreign, x::arrived), "listen there");
        });
    }

    /**
     * Cancels a hundred attempts, on its own thread and on one of the group's, and sees that each connection that came of
     * them has ended. If red: mind the one that is connected just then; nobody gets it, so nobody will close it.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void g2_whatIsCancelledLeavesNoConnection() throws Exception {
        examine(this, x -> {
            TransportGroup group = x.open();
            TransportListener listener = x.listen(group);
            x.cancel(50, group, listener.localAddress());
            CompletableFuture<Void> cancelled = new CompletableFuture<>();
            TransportListener other = group.listen(anywhere(), transport -> {
                x.cancel(50, group, listener.localAddress());
                cancelled.complete(null);
            });
            x.connect(group, other.localAddress());
            x.outcome(cancelled);
            ByteTransport last = x.connect(group, listener.localAddress());
            x.party(last).send("!");
            last.close();
            while (x.restOf(x.arrival()) == 0) {
                // One of those that were cancelled, and it has ended.
            }
        });
    }

    /**
     * Listens where somebody does. If red: that is an {@code IOException} of {@code listen}.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void g3_anAddressInUseIsAnIOException() throws Exception {
        examine(this, x -> {
            TransportGroup group = x.open();
            SocketAddress taken = x.listen(group).localAddress();
            assertThrows(IOException.class, () -> group.listen(taken, x::arrived), "listen there once more");
        });
    }

    /**
     * Connects a hundred times before it looks at the first. If red: each connection is handed over, once.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void g3_eachConnectionIsHandedOver() throws Exception {
        examine(this, x -> {
            TransportGroup group = x.open();
            TransportListener listener = x.listen(group);
            List<CompletableFuture<ByteTransport>> connecting = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                connecting.add(group.connect(listener.localAddress()));
            }
            for (CompletableFuture<ByteTransport> each : connecting) {
                x.outcome(each);
            }
            for (int i = 0; i < 100; i++) {
                x.arrival();
            }
            assertEquals(0, x.arrivals(), "connections that nobody made");
        });
    }

    /**
     * Asks the group and the connection, where it is handed over, whether one may wait there. If red: on a thread that
     * the transport needs, both answer false (T14), and a verb that waits is refused there; where the transport blocks,
     * the thread is the connection's own, and both answer true.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void g3_groupAndConnectionAgreeOnWhereWaitingIsAllowed() throws Exception {
        examine(this, x -> {
            TransportGroup group = x.open();
            CompletableFuture<Void> agreed = new CompletableFuture<>();
            TransportListener listener = group.listen(anywhere(), transport -> {
                try {
                    assertEquals(transport.mayBlock(), group.mayBlock(), "whether the group says that one may wait");
                    assertTrue(transport.mayBlock() || !transport.blocks(), "whether one may wait where all do");
                    agreed.complete(null);
                } catch (AssertionError e) {
                    agreed.completeExceptionally(e);
                }
            });
            x.connect(group, listener.localAddress());
            x.outcome(agreed);
        });
    }

    /**
     * Has three connections wait for each other where they are handed over. Skipped for a transport that does not block.
     * If red: each has a thread of its own.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void g3_whoWaitsHoldsUpNoOther() throws Exception {
        examine(this, x -> {
            TransportGroup group = x.open();
            CountDownLatch allThere = new CountDownLatch(3);
            TransportListener listener = group.listen(anywhere(), transport -> {
                allThere.countDown();
                if (transport.blocks()) {
                    x.awaitQuietly(allThere);
                }
                x.arrived(transport);
            });
            for (int i = 0; i < 3; i++) {
                x.connect(group, listener.localAddress());
            }
            assumeTrue(x.arrival().blocks(), "the transport does not block");
        });
    }

    /**
     * Throws an {@code Error} at the first two connections. If red: what the receiver throws is logged, the connection
     * closed, and the listener goes on.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void g4_aConnectionWhoseReceiverFailsIsClosedAndTheNextOneTaken() throws Exception {
        examine(this, x -> {
            TransportGroup group = x.open();
            AtomicInteger failures = new AtomicInteger();
            TransportListener listener = group.listen(anywhere(), transport -> {
                if (failures.getAndIncrement() < 2) {
                    throw new AssertionError("a receiver's error, on purpose");
                }
                x.arrived(transport);
            });
            TransportGroup outside = x.open();
            for (int i = 0; i < 2; i++) {
                x.seesTheEnd(outside.connect(listener.localAddress()));
            }
            x.connect(outside, listener.localAddress());
            x.arrival();
        });
    }

    /**
     * Closes a listener twice. If red: it takes no more, knows its address still, and does not touch what it has handed
     * over.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void g5_aClosedListenerTakesNoMoreAndLeavesTheRestAlone() throws Exception {
        examine(this, x -> {
            TransportGroup group = x.open();
            TransportListener listener = x.listen(group);
            SocketAddress address = listener.localAddress();
            ByteTransport near = x.connect(group, address);
            ByteTransport far = x.arrival();
            listener.close();
            listener.close();
            assertEquals(address, listener.localAddress(), "its address afterwards");
            x.isRefused(group, address);
            x.party(near).send("x");
            assertEquals("x", x.party(far).receiveText(1), "what came over a connection from before");
        });
    }

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
