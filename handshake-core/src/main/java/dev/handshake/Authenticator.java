package dev.handshake;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Answers a server that wants to know who asks (401), for {@link ClientHandshaker#connect}. */
@FunctionalInterface
public interface Authenticator {

    /**
     * Answers a challenge. Called at most once for each connect, on a thread of its own; the deadline runs on. What it throws
     * ends the connect, and so does a value that can't be sent, as an {@link IllegalArgumentException}.
     *
     * @param uri what was asked for; with {@link ClientHandshaker.Builder#followRedirects} it may be another server's
     * @param challenge the response; its {@code WWW-Authenticate} says what is wanted
     * @return the value of {@code Authorization} to try again with, sent to the origin of {@code uri} only; null to give up
     */
    @Nullable
    String authorize(URI uri, HandshakeResponse challenge);
}
