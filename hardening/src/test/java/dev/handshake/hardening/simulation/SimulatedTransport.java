package dev.handshake.hardening.simulation;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One end of a simulated connection: as unpleasant as the contract of transports allows. It splits what it reads and
 * writes, has no room though there is some, runs a retry late, early, twice, without cause, or before the call that left it
 * has returned. Closing it with unread input resets the connection, and the peer loses what it has not read.
 */
final class SimulatedTransport implements ByteTransport {

    /** What somebody who waits for this transport does meanwhile. */
    enum Waiting {
        /** Nobody waits: calls answer 0, and the retry runs as an event. */
        NOT,
        /** The retry has run when the call returns, so that whoever would park does not. */
        BY_RETRY,
        /** The transport is one that blocks; who waits for it lets all else happen meanwhile. */
        IN_CALL,
        /** The transport is one that blocks; who waits for it is a thread of {@link SimulatedThreads}, and parks. */
        ON_THREAD
    }

    private final World world;
    private final String name;
    private Waiting waiting;
    private final boolean holds;
    private final Pipe in;
    private final Pipe out;
    private @Nullable SimulatedTransport peer;

    private @Nullable Runnable readRetry;
    private @Nullable Runnable writeRetry;
    private boolean reading;
    private boolean writing;
    private boolean outputEnded;
    private boolean broken;
    private boolean closed;

    /** TLS pays its debts on whatever thread there is, which may be at it while another one closes. */
    boolean isBelowTls;

    /** Set when nobody may use this any more but to close it. */
    boolean over;

    SimulatedTransport(World world, String name, Waiting waiting, Pipe in, Pipe out) {
        this.world = world;
        this.name = name;
        this.waiting = waiting;
        this.holds = world.chance(30);
        this.in = in;
        this.out = out;
        in.onArrival = this::arrived;
        out.onRoom = this::wakeWriter;
    }

    static void connect(SimulatedTransport one, SimulatedTransport other) {
        one.peer = other;
        other.peer = one;
    }

    Waiting waiting() {
        return waiting;
    }

    /** From here on nobody parks for this transport. */
    void opened() {
        if (waiting == Waiting.BY_RETRY) {
            waiting = Waiting.NOT;
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Returns all that was ever written here. */
    String written() {
        return out.sent();
    }

    @Override
    public int read(ByteBuffer dst, Runnable retry) throws IOException {
        if (reading) {
            world.violation(name + ": two reads at once");
        }
        reading = true;
        try {
            check("read");
            while (in.arrived.isEmpty()) {
                if (in.ended) {
                    return -1;
                }
                readRetry = kept(retry);
                if (!waits(false)) {
                    return 0;
                }
            }
            return take(dst);
        } finally {
            reading = false;
        }
    }

    private int take(ByteBuffer dst) {
        int most = Math.min(dst.remaining(), in.arrived.size());
        int count = world.chance(60) ? most : 1 + world.random.nextInt(most);
        for (int i = 0; i < count; i++) {
            dst.put(in.take());
        }
        world.note(name + " reads " + count);
        world.soon(in.onRoom);
        return count;
    }

    @Override
    public int write(ByteBuffer src, Runnable retry) throws IOException {
        if (writing) {
            world.violation(name + ": two writes at once");
        }
        writing = true;
        try {
            check("write");
            if (outputEnded) {
                throw new IOException("the output was shut down");
            }
            while (out.room() == 0 || world.chance(10)) {
                if (out.room() > 0) {
                    world.soon(this::wakeWriter);
                }
                writeRetry = kept(retry);
                if (!waits(true)) {
                    return 0;
                }
            }
            return put(src);
        } finally {
            writing = false;
        }
    }

    private int put(ByteBuffer src) {
        int most = Math.min(src.remaining(), out.room());
        int count = world.chance(60) ? most : 1 + world.random.nextInt(most);
        for (int i = 0; i < count; i++) {
            out.hold(src.get());
        }
        world.note(name + " writes " + count);
        if (!holds || out.room() == 0) {
            out.release();
        }
        return count;
    }

    @Override
    public boolean flush(Runnable retry) throws IOException {
        check("flush");
        while (out.holds() && world.chance(30)) {
            writeRetry = kept(retry);
            world.soon(this::wakeWriter);
            if (!waits(true)) {
                return false;
            }
        }
        out.release();
        return true;
    }

    @Override
    public void shutdownOutput() throws IOException {
        check("shutdownOutput");
        world.note(name + " ends its output");
        outputEnded = true;
        out.end();
    }

    /** A transport that blocks need not keep what it is given, but something that tells when to go on. */
    private Runnable kept(Runnable retry) {
        Thread waiter = Thread.currentThread();
        return switch (waiting) {
            case IN_CALL -> () -> {};
            case ON_THREAD -> () -> LockSupport.unpark(waiter);
            default -> retry;
        };
    }

    private void check(String operation) throws IOException {
        if (over && !(isBelowTls && world.isWithin())) {
            world.violation(name + ": " + operation + " when all was over");
        }
        check();
    }

    private void check() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (broken) {
            throw new IOException("reset by the peer");
        }
    }

    /** Lets time pass if somebody waits here. Returns whether the call should try again by itself. */
    private boolean waits(boolean toWrite) throws IOException {
        if (waiting == Waiting.ON_THREAD) {
            park(toWrite);
            return true;
        }
        if (waiting == Waiting.NOT) {
            if (world.chance(20)) {
                // The cause may come before the call has returned.
                world.meanwhile(1 + world.random.nextInt(3));
            }
            wakeWithoutCause(toWrite);
            return false;
        }
        while ((toWrite ? writeRetry : readRetry) != null) {
            if (Thread.currentThread().isInterrupted()) {
                interrupted();
                return false;
            }
            if (!world.step()) {
                world.violation(name + " waits for ever to " + (toWrite ? "write" : "read"));
                close();
            }
        }
        if (waiting == Waiting.IN_CALL) {
            check();
            return true;
        }
        return false;
    }

    private void park(boolean toWrite) throws IOException {
        if (world.isOwn(Thread.currentThread())) {
            world.violation(name + ": waits on a thread that must not wait");
            close();
        }
        while ((toWrite ? writeRetry : readRetry) != null) {
            if (Thread.currentThread().isInterrupted()) {
                interrupted();
            }
            LockSupport.park(this);
        }
        check();
    }

    /** As channels have it: whoever is interrupted in a call closes the connection. */
    private void interrupted() throws IOException {
        if (blocks()) {
            close();
            throw new ClosedByInterruptException();
        }
    }

    private void wakeWithoutCause(boolean toWrite) {
        Runnable kept = toWrite ? writeRetry : readRetry;
        if (kept != null && world.chance(15)) {
            if (world.chance(50)) {
                world.soon(kept);
            } else {
                kept.run();
            }
        }
    }

    /** Octets that come to a closed end are answered by a reset. */
    private void arrived() {
        if (!closed) {
            wakeReader();
        } else if (!in.arrived.isEmpty() && peer != null) {
            world.soon(peer::breakHere);
        }
    }

    private void wakeReader() {
        Runnable retry = readRetry;
        readRetry = null;
        wake(retry);
    }

    private void wakeWriter() {
        Runnable retry = writeRetry;
        writeRetry = null;
        wake(retry);
    }

    private void wake(@Nullable Runnable retry) {
        if (retry == null) {
            return;
        }
        if (world.chance(70) || waiting != Waiting.NOT) {
            retry.run();
        } else {
            world.soon(retry);
        }
        if (world.chance(5)) {
            world.soon(retry);
        }
    }

    /** Breaks the connection, for both ends. */
    void breakOff() {
        breakHere();
        if (peer != null) {
            peer.breakHere();
        }
    }

    private void breakHere() {
        if (closed) {
            return;
        }
        world.note(name + " is reset");
        broken = true;
        in.cut = true;
        in.arrived.clear();
        out.cut = true;
        wakeReader();
        wakeWriter();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        world.note(name + " is closed");
        closed = true;
        out.end();
        wakeReader();
        wakeWriter();
        if (!in.arrived.isEmpty() && peer != null) {
            world.soon(peer::breakHere);
        }
    }

    @Override
    public boolean blocks() {
        return waiting == Waiting.IN_CALL || waiting == Waiting.ON_THREAD;
    }

    @Override
    public String toString() {
        return name;
    }
}
