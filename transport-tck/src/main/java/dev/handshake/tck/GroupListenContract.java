package dev.handshake.tck;

import static dev.handshake.tck.GroupExamination.examine;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Rules G3 to G5: what {@code listen} does, and a listener. Extended through {@link TransportGroupContract}. */
public interface GroupListenContract extends GroupUnderTest {

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
}
