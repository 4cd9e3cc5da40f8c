package dev.handshake.cli;

import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Finds a peer's addresses and connects to the first that answers, all under one deadline. */
final class Dialer {

    private final TransportGroup group;

    Dialer(TransportGroup group) {
        this.group = group;
    }

    /**
     * Connects to a URL's host. Of several addresses each gets its share of the time that is left, so that one that never
     * answers does not use up that of the others.
     */
    ByteTransport connect(WebSocketUrl url, Deadline deadline) throws NotReachedException {
        InetAddress[] addresses = resolve(url.host(), deadline);
        StringJoiner reasons = new StringJoiner("; ");
        Throwable last = null;
        for (int i = 0; i < addresses.length; i++) {
            InetSocketAddress address = new InetSocketAddress(addresses[i], url.port());
            long nanos = deadline.remainingNanos() / (addresses.length - i);
            try {
                return within(nanos, group.connect(address));
            } catch (TimeoutException e) {
                reasons.add(Addresses.text(address) + ": no answer in time");
                last = e;
            } catch (ExecutionException e) {
                reasons.add(Addresses.text(address) + ": " + reason(e.getCause()));
                last = e.getCause();
            }
        }
        throw new NotReachedException("cannot connect to " + reasons, last);
    }

    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static InetAddress[] resolve(String host, Deadline deadline) throws NotReachedException {
        // Looking up can't be interrupted, so a thread of its own does it, which may outlive our interest.
        CompletableFuture<InetAddress[]> addresses =
                CompletableFuture.supplyAsync(() -> lookUp(host), Dialer::startDaemon);
        try {
            return within(deadline.remainingNanos(), addresses);
        } catch (TimeoutException e) {
            throw new NotReachedException("cannot resolve " + host + ": no answer in time", e);
        } catch (ExecutionException e) {
            throw new NotReachedException("cannot resolve " + host + ": no address has this name", e.getCause());
        }
    }

    private static InetAddress[] lookUp(String host) {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }

    private static void startDaemon(Runnable task) {
        Thread thread = new Thread(task, "handshake-resolve");
        thread.setDaemon(true);
        thread.start();
    }

    private static <T> T within(long nanos, CompletableFuture<T> future) throws TimeoutException, ExecutionException {
        try {
            return future.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExecutionException(new IOException("interrupted"));
        } finally {
            future.cancel(false);
        }
    }
}
