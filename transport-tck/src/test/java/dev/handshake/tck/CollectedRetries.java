package dev.handshake.tck;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Keeps the first retry of those that read left, or all. */
final class CollectedRetries extends ForwardingTransport {

    private final List<Runnable> kept = new ArrayList<>();
    private final boolean all;

    CollectedRetries(ByteTransport transport, boolean all) {
        super(transport);
        this.all = all;
    }

    @Override
    public int read(ByteBuffer dst, Runnable retry) throws IOException {
        synchronized (kept) {
            if (all || kept.isEmpty()) {
                kept.add(retry);
            }
        }
        int n = super.read(dst, () -> taken().forEach(Runnable::run));
        if (n != 0) {
            taken();
        }
        return n;
    }

    private List<Runnable> taken() {
        synchronized (kept) {
            List<Runnable> taken = List.copyOf(kept);
            kept.clear();
            return taken;
        }
    }
}
