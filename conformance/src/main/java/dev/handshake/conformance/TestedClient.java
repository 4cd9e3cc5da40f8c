package dev.handshake.conformance;

import dev.handshake.Role;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A client as the side under test: for each case it is told to connect to a {@link MisbehavingServer}, and says whether the
 * connection is open for it.
 */
public final class TestedClient implements Subject {

    /** Has the client try to open a WebSocket. */
    @FunctionalInterface
    public interface Attempt {

        /**
         * Opens a WebSocket and closes it again. Waits for the end.
         *
         * @param url where
         * @param offer what to offer, if the client can be told
         * @return whether the client took the connection for open
         * @throws TimeoutException if the client can't make up its mind in time
         * @throws IOException if the client can't be run at all
         */
        boolean opens(URI url, Offer offer) throws IOException, TimeoutException;

        /**
         * Returns what the client said at the end of the last attempt, for a person who wants to know why it did not connect.
         *
         * @return the text, perhaps empty
         */
        default String lastWords() {
            return "";
        }
    }

    private final String name;
    private final Attempt attempt;
    private final Duration patience;
    private final BlockingQueue<Conversation> conversations = new LinkedBlockingQueue<>();
    private @Nullable MisbehavingServer server;

    /**
     * Makes a subject.
     *
     * @param name names the client in reports
     * @param patience how long the server waits for what a client does
     * @param attempt runs the client
     */
    public TestedClient(String name, Duration patience, Attempt attempt) {
        this.name = name;
        this.patience = patience;
        this.attempt = attempt;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Role role() {
        return Role.CLIENT;
    }

    @Override
    public void prepare(List<ConformanceCase> cases) throws IOException {
        MisbehavingServer.Host host = new MisbehavingServer.Host() {
            @Override
            public void begun(Conversation conversation) {
                conversations.add(conversation);
            }
        };
        server = MisbehavingServer.open(0, Corpus.load().cases(Role.CLIENT), patience, host);
        ConformanceCase good = Corpus.load().cases(Role.CLIENT).get(0);
        Observation seen = observe(good, Delivery.WHOLE);
        if (seen.ending() != Ending.ACCEPTED && seen.ending() != Ending.NOT_APPLICABLE) {
            throw new NotReadyException(
                    "the client did not open a good handshake, so nothing can be said about bad ones; does it say so"
                            + " by ending with 0?" + lastWords(),
                    seen);
        }
    }

    private String lastWords() {
        String words = attempt.lastWords();
        return words.isEmpty() ? "" : " (it printed: " + words.replaceAll("\\R+", " / ") + ")";
    }

    @Override
    public Observation observe(ConformanceCase it, Delivery delivery) throws IOException {
        if (server == null) {
            throw new IllegalStateException("prepare first");
        }
        URI url = server.url(it, delivery);
        Told told = told(url, it.offer());
        Conversation conversation = conversations.poll();
        if (conversation == null) {
            // A client that keeps connections may have taken one that had just been ended, and then opens one.
            told = told(url, it.offer());
            conversation = conversations.poll();
        }
        if (conversation == null) {
            throw new IOException("the client did not connect to " + url + lastWords());
        }
        try {
            return seen(conversation, told);
        } finally {
            conversation.close();
        }
    }

    /** What the client says of an attempt. */
    private record Told(Ending ending, String note) {}

    private Told told(URI url, Offer offer) throws IOException {
        conversations.clear();
        try {
            return new Told(attempt.opens(url, offer) ? Ending.ACCEPTED : Ending.REFUSED, "");
        } catch (TimeoutException e) {
            return new Told(Ending.TIMED_OUT, e.getMessage());
        }
    }

    private static Observation seen(Conversation conversation, Told told) throws IOException {
        String difference = conversation.difference();
        if (!difference.isEmpty()) {
            return Observation.notApplicable(difference);
        }
        if (told.ending() == Ending.TIMED_OUT && conversation.awaitEnd().ending() == Ending.ACCEPTED) {
            return conversation.told(Ending.ACCEPTED).noting("the client answered a ping, and did not end");
        }
        return conversation.told(told.ending()).noting(told.note());
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
