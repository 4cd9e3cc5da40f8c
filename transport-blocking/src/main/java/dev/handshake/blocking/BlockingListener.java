package dev.handshake.blocking;

import dev.handshake.spi.TransportListener;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts connections on the thread that runs it, until it is closed. */
final class BlockingListener implements TransportListener, Runnable {

    private static final Logger log = LoggerFactory.getLogger(BlockingListener.class);

    /** Much more than it takes; a thread factory that never returns must not hold up who closes. */
    private static final long LEAVE_SECONDS = 1;

    private final ServerSocket server;
    private final Duration backOff;
    private final Duration outageOver;
    private final Arrivals arrivals;
    private final Consumer<? super BlockingListener> onClose;
    private final SocketAddress local;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    private volatile @Nullable Thread acceptor;
    /** Used on the accepting thread only. */
    private boolean failedBefore;

    private long failedNanos;

    /**
     * Prepares to accept.
     *
     * @param backOff the pause after a failure
     * @param outageOver after so long without a failure, the next one is news
     */
    BlockingListener(
            ServerSocket server,
            Duration backOff,
            Duration outageOver,
            Arrivals arrivals,
            Consumer<? super BlockingListener> onClose) {
        this.server = server;
        this.backOff = backOff;
        this.outageOver = outageOver;
        this.arrivals = arrivals;
        this.onClose = onClose;
        this.local = server.getLocalSocketAddress();
    }

    /** Takes the sockets that arrive. */
    interface Arrivals {

        /**
         * Takes a socket over. Does not wait for it.
         *
         * @throws IOException if there are no means to serve it; it was closed
         */
        void accept(Socket socket) throws IOException;
    }

    @Override
    public SocketAddress localAddress() {
        return local;
    }

    @Override
    public void run() {
        acceptor = Thread.currentThread();
        try {
            while (!server.isClosed()) {
                try {
                    arrivals.accept(server.accept());
                } catch (IOException | OutOfMemoryError e) {
                    if (!server.isClosed()) {
                        failed(e);
                    }
                    backOff();
                }
            }
        } finally {
            // Whatever ended the loop: better refuse connections than let them wait for nobody.
            close();
            ended.countDown();
        }
    }

    /** One that merely got through between two failures does not end an outage: it is over when none has failed for long. */
    private void failed(Throwable cause) {
        long now = System.nanoTime();
        boolean news = !failedBefore || now - failedNanos > outageOver.toNanos();
        failedBefore = true;
        failedNanos = now;
        if (news) {
            log.warn(
                    "{} can't take connections, and will try again every {} ms: {}",
                    this,
                    backOff.toMillis(),
                    cause.toString());
        }
    }

    /** Without a pause, a lack of descriptors would turn the loop into a spin. */
    private void backOff() {
        try {
            closing.await(backOff.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // Only closing ends the loop; an interrupt merely ends the pause.
            log.debug("{} was interrupted", this, e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            log.debug("closing {} failed", this, e);
        }
        closing.countDown();
        onClose.accept(this);
        awaitEnd();
    }

    /** The port is free only when the accepting thread has left the system call, which it does at once. */
    private void awaitEnd() {
        Thread thread = acceptor;
        if (thread == null || thread == Thread.currentThread()) {
            return;
        }
        try {
            if (!ended.await(LEAVE_SECONDS, TimeUnit.SECONDS)) {
                log.warn("{} was closed, but its thread goes on", this);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "blocking listener on " + local;
    }
}
