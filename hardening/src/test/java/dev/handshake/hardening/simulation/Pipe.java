package dev.handshake.hardening.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/** One direction of a simulated connection: octets that are held back by the writer, on their way, and arrived. */
final class Pipe {

    private final World world;
    private final int capacity;
    private final Deque<Byte> held = new ArrayDeque<>();
    private final Deque<Byte> underWay = new ArrayDeque<>();
    final Deque<Byte> arrived = new ArrayDeque<>();
    private final StringBuilder sent = new StringBuilder();
    private boolean endUnderWay;
    private boolean travelling;
    /** Octets are lost from here on. */
    boolean cut;
    /** The reader has learnt that no more will come. */
    boolean ended;

    Runnable onArrival = () -> {};
    Runnable onRoom = () -> {};

    Pipe(World world, int capacity) {
        this.world = world;
        this.capacity = capacity;
    }

    int room() {
        return capacity - held.size() - underWay.size() - arrived.size();
    }

    void hold(byte octet) {
        held.add(octet);
        sent.append((char) (octet & 0xff));
    }

    boolean holds() {
        return !held.isEmpty();
    }

    /** Lets what is held set out. */
    void release() {
        underWay.addAll(held);
        held.clear();
        travel();
    }

    void end() {
        release();
        endUnderWay = true;
        travel();
    }

    /** Returns all that was ever taken from the writer. */
    String sent() {
        return sent.toString();
    }

    byte take() {
        return arrived.remove();
    }

    private void travel() {
        if (!travelling && !cut && (!underWay.isEmpty() || endUnderWay && !ended)) {
            travelling = true;
            world.soon(this::arrive);
        }
    }

    private void arrive() {
        travelling = false;
        if (cut) {
            return;
        }
        if (!underWay.isEmpty()) {
            int count = world.chance(60) ? underWay.size() : 1 + world.random.nextInt(underWay.size());
            for (int i = 0; i < count; i++) {
                arrived.add(underWay.remove());
            }
        } else {
            ended = endUnderWay;
        }
        travel();
        onArrival.run();
    }
}
