package dev.handshake.bench.memory;

import dev.handshake.ClientHandshaker;
import dev.handshake.Established;
import dev.handshake.ServerHandshaker;
import dev.handshake.tck.MemoryTransport;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The process that makes handshakes over the transport in memory, holds what is left of each, and prints the octets of heap
 * for each of them: first of the two transports, then of a server's transport with the request and the response.
 */
public final class Million {

    private static final int WARM_UP = 1000;
    private static final int COLLECTIONS = 3;

    private final ServerHandshaker server = ServerHandshaker.create();
    private final ClientHandshaker client = ClientHandshaker.create();

    private Million() {}

    /**
     * Does it.
     *
     * @param arguments how many handshakes
     */
    public static void main(String[] arguments) {
        int count = Integer.parseInt(arguments[0]);
        Million million = new Million();
        million.perHandshake(WARM_UP, Ends::transports);
        System.out.println(million.perHandshake(count, Ends::transports));
        System.out.println(million.perHandshake(Math.max(1, count / 10), Ends::server));
    }

    private double perHandshake(int count, Function<Ends, Object> left) {
        Object[] held = new Object[count];
        long before = heap();
        for (int i = 0; i < count; i++) {
            held[i] = left.apply(open());
        }
        long after = heap();
        if (held[count - 1] == null) {
            throw new IllegalStateException("nothing is held");
        }
        return (after - before) / (double) count;
    }

    /** Both sides at once, on this thread: neither waits for anything but the other. */
    private Ends open() {
        MemoryTransport.Pair pair = MemoryTransport.pair();
        CompletableFuture<Established> accepted = server.acceptAsync(pair.left());
        CompletableFuture<Established> opened = client.handshakeAsync(pair.right(), "127.0.0.1:8080", "/chat");
        return new Ends(pair, accepted.join(), opened.join());
    }

    /** What one collection frees may hold what the next one can free. */
    private static long heap() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            used = Math.min(
                    used,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return used;
    }

    private record Ends(MemoryTransport.Pair pair, Established server, Established client) {

        /** What one needs to go on, which are the transports: they are the handshakes' own, since nothing is left over. */
        Object transports() {
            return server.transport() == pair.left() && client.transport() == pair.right()
                    ? pair
                    : new IllegalStateException("octets were left over");
        }
    }
}
