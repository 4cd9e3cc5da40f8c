package dev.handshake.blocking;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshake.spi.ByteTransport;
import dev.handshake.tck.TransportPair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Makes each call that may wait on a virtual thread, and waits for that. */
record OnVirtualThreads(ByteTransport transport, ExecutorService threads) implements ByteTransport {

    static TransportPair pair(ByteTransport tested, ByteTransport peer) throws ReflectiveOperationException {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads need JDK 21");
        ExecutorService threads = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        return new TransportPair(
                new OnVirtualThreads(tested, threads), new OnVirtualThreads(peer, threads), threads::shutdownNow);
    }

    @Override
    public int read(ByteBuffer dst, Runnable retry) throws IOException {
        return call(() -> transport.read(dst, retry));
    }

    @Override
    public int write(ByteBuffer src, Runnable retry) throws IOException {
        return call(() -> transport.write(src, retry));
    }

    @Override
    public boolean flush(Runnable retry) throws IOException {
        return call(() -> transport.flush(retry));
    }

    @Override
    public void shutdownOutput() throws IOException {
        call(() -> {
            transport.shutdownOutput();
            return null;
        });
    }

    @Override
    public boolean blocks() {
        return transport.blocks();
    }

    @Override
    public void close() {
        transport.close();
    }

    private <T> T call(Callable<T> call) throws IOException {
        try {
            return threads.submit(call).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
