package dev.handshake.hardening.simulation;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the n-th call fail of all that a handshake calls: operations of its transport, its timer, its executor, and the
 * functions of its user. Once, and never again.
 */
final class Faults {

    /** What is thrown. Of what can't throw an {@link IOException}, it is unchecked all the same. */
    enum Kind {
        IO_EXCEPTION,
        RUNTIME_EXCEPTION,
        ERROR
    }

    private final int failAt;
    private final Kind kind;
    private int calls;
    private @Nullable Throwable thrown;
    private @Nullable Throwable broken;
    private String where = "nowhere";

    Faults(int failAt, Kind kind) {
        this.failAt = failAt;
        this.kind = kind;
    }

    /** Lets everything succeed from here on. */
    void stop() {
        calls = Integer.MAX_VALUE / 2;
    }

    boolean fired() {
        return thrown != null;
    }

    /** What was thrown, if anything was. */
    @Nullable
    Throwable thrown() {
        return thrown;
    }

    String where() {
        return where;
    }

    /** In front of a call that can throw only what is unchecked. */
    void in(String call) {
        if (calls++ == failAt) {
            where = call;
            String message = call + " fails, as told";
            if (kind == Kind.ERROR) {
                thrown = new LinkageError(message);
                throw (Error) thrown;
            }
            RuntimeException failure = call.startsWith("the timer") || call.startsWith("the executor")
                    ? new RejectedExecutionException(message)
                    : new IllegalArgumentException(message);
            thrown = failure;
            throw failure;
        }
    }

    /** In front of an operation of the transport, which can only be closed once one has failed (T11). */
    void inTransport(String call) throws IOException {
        if (broken instanceof IOException failure) {
            throw failure;
        } else if (broken instanceof RuntimeException failure) {
            throw failure;
        } else if (broken instanceof Error failure) {
            throw failure;
        }
        if (calls == failAt) {
            broken = kind == Kind.IO_EXCEPTION ? new IOException(call + " fails, as told") : null;
            if (broken != null) {
                calls++;
                where = call;
                thrown = broken;
                throw (IOException) broken;
            }
        }
        try {
            in(call);
        } catch (RuntimeException | Error e) {
            broken = e;
            throw e;
        }
    }

    /** A transport whose operations may be the ones that fail. */
    record Fragile(ByteTransport transport, Faults faults) implements ByteTransport {
        @Override
        public int read(ByteBuffer dst, Runnable retry) throws IOException {
            faults.inTransport("a read");
            return transport.read(dst, retry);
        }

        @Override
        public int write(ByteBuffer src, Runnable retry) throws IOException {
            faults.inTransport("a write");
            return transport.write(src, retry);
        }

        @Override
        public boolean flush(Runnable retry) throws IOException {
            faults.inTransport("a flush");
            return transport.flush(retry);
        }

        @Override
        public void shutdownOutput() throws IOException {
            faults.inTransport("a shutdownOutput");
            transport.shutdownOutput();
        }

        @Override
        public boolean blocks() {
            return transport.blocks();
        }

        @Override
        public void close() {
            transport.close();
        }
    }
}
