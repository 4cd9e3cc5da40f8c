package dev.handshake.tck;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** Runs all retries on one thread of its own, as a selector loop does. */
class LoopTransport extends ForwardingTransport {

    private volatile Thread thread;
    private final ExecutorService loop = Executors.newSingleThreadExecutor(r -> {
        Thread made = new Thread(r, "loop");
        made.setDaemon(true);
        thread = made;
        return made;
    });

    LoopTransport(ByteTransport transport) {
        super(transport);
    }

    @Override
    public int read(ByteBuffer dst, Runnable retry) throws IOException {
        return super.read(dst, onLoop(retry));
    }

    @Override
    public int write(ByteBuffer src, Runnable retry) throws IOException {
        return super.write(src, onLoop(retry));
    }

    @Override
    public boolean flush(Runnable retry) throws IOException {
        return super.flush(onLoop(retry));
    }

    @Override
    public boolean mayBlock() {
        return Thread.currentThread() != thread;
    }

    @Override
    public void close() {
        super.close();
        loop.shutdown(); // what is queued is still run
    }

    private Runnable onLoop(Runnable retry) {
        return () -> {
            try {
                loop.execute(retry);
            } catch (RejectedExecutionException e) {
                retry.run();
            }
        };
    }
}
