package dev.handshake.tck;

import static dev.handshake.tck.GroupExamination.examine;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.handshake.ConnectionInfo;
import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Rules G1 and G2: what {@code connect} does. Extended through {@link TransportGroupContract}. */
public interface GroupConnectContract extends GroupUnderTest {

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
}
