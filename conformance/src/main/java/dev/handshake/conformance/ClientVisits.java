package dev.handshake.conformance;

import dev.handshake.Role;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * For clients that can't be started by a command: a list of addresses to which they connect by themselves, in any order.
 * What they do there decides: a client that answers a ping takes the connection for open. Thread-safe.
 */
public final class ClientVisits implements Closeable {

    private final Suite suite;
    private final Suite.Progress progress;
    private final MisbehavingServer server;
    private final Instant started = Instant.now();
    private final long startNanos = System.nanoTime();
    private final Map<Suite.Turn, Result> results = new LinkedHashMap<>();
    private final CountDownLatch missing;

    private ClientVisits(int port, Duration patience, Suite suite, Suite.Progress progress) throws IOException {
        this.suite = suite;
        this.progress = progress;
        suite.turns().forEach(turn -> results.put(turn, null));
        missing = new CountDownLatch(results.size());
        server = MisbehavingServer.open(port, suite.cases(), patience, new MisbehavingServer.Host() {
            @Override
            public void ended(Conversation conversation) throws IOException {
                visited(conversation);
            }
        });
    }

    /**
     * Listens on 127.0.0.1.
     *
     * @param port the port, 0 for any
     * @param patience how long to wait for what a client does
     * @param suite the cases, for clients
     * @param progress hears of each first visit, on a thread of the server, one at a time
     * @return what listens; close it
     * @throws IOException if the port can't be had
     */
    public static ClientVisits open(int port, Duration patience, Suite suite, Suite.Progress progress)
            throws IOException {
        return new ClientVisits(port, patience, suite, progress);
    }

    /**
     * Returns where to connect, and what the client should offer there.
     *
     * @return from address to offer, in order
     */
    public Map<URI, Offer> addresses() {
        Map<URI, Offer> addresses = new LinkedHashMap<>();
        for (Suite.Turn turn : suite.turns()) {
            addresses.put(server.url(turn.it(), turn.delivery()), turn.it().offer());
        }
        return addresses;
    }

    private void visited(Conversation conversation) throws IOException {
        Suite.Turn turn = new Suite.Turn(conversation.it(), conversation.delivery());
        Observation seen = conversation.awaitFairEnd();
        Result result = new Result(turn.it(), turn.delivery(), seen, Judge.judge(turn.it(), turn.delivery(), seen));
        synchronized (results) {
            if (results.containsKey(turn) && results.put(turn, result) == null) {
                missing.countDown();
                progress.done(result, results.size() - (int) missing.getCount(), results.size());
            }
        }
    }

    /**
     * Waits until each address has been visited, or the suite's time is up.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    public void await() throws InterruptedException {
        missing.await(suite.atMost().toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Reports what there is so far. Of several visits to one address the last counts.
     *
     * @return the report
     */
    public Report report() {
        List<Result> there;
        synchronized (results) {
            there = new ArrayList<>(
                    results.values().stream().filter(Objects::nonNull).toList());
        }
        String cutShort = missing.getCount() == 0 ? "" : missing.getCount() + " addresses were not visited";
        Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
        return new Report("a client that connects by itself", Role.CLIENT, started, took, there, cutShort);
    }

    /** Stops listening. */
    @Override
    public void close() {
        server.close();
    }
}
