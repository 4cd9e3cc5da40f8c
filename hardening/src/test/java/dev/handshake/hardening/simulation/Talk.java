package dev.handshake.hardening.simulation;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Somebody at one end who says things, and reads all that comes up to the end or a failure. */
final class Talk implements Runnable {

    private final World world;
    private final ByteTransport transport;
    private final StringBuilder heard = new StringBuilder();
    private final StringBuilder later = new StringBuilder();
    private ByteBuffer toSay = ByteBuffer.allocate(0);
    private boolean endsAfterwards;
    private boolean unflushed;
    private boolean running;
    private boolean again;
    private boolean ended;
    private @Nullable IOException failure;

    private boolean listens = true;
    boolean listensLate;

    /** Called when more was heard, or the end. */
    Runnable onHeard = () -> {};

    Talk(World world, ByteTransport transport) {
        this.world = world;
        this.transport = transport;
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Says something at once, for which there must be room, such as what comes in front of TLS. */
    static void sayAtOnce(String text, ByteTransport transport) {
        ByteBuffer octets = ByteBuffer.wrap(octets(text));
        try {
            boolean flushed = false;
            while (!flushed) {
                while (octets.hasRemaining()) {
                    transport.write(octets, () -> {});
                }
                flushed = transport.flush(() -> {});
            }
        } catch (IOException e) {
            // It was closed or reset meanwhile, and whoever reads will hear of that.
            return;
        }
    }

    String heard() {
        return heard.toString();
    }

    /** Reads only then. Over a transport that blocks, reading takes the one thread there is. */
    void listenLate(long millis) {
        listens = false;
        listensLate = true;
        world.in(millis, () -> {
            listens = true;
            run();
        });
    }

    /** Reads no more. */
    void stop() {
        ended = true;
    }

    boolean ended() {
        return ended;
    }

    void say(String text, boolean thenEnd) {
        // A write may be going on, whose buffer nobody else may move.
        later.append(text);
        endsAfterwards |= thenEnd;
        run();
    }

    /** The retry of the transport, which may come at any time. */
    @Override
    public void run() {
        again = true;
        while (again && !running) {
            again = false;
            running = true;
            try {
                write();
                if (listens) {
                    read();
                }
            } catch (IOException e) {
                failure = e;
                end();
            } finally {
                running = false;
            }
        }
    }

    private void write() throws IOException {
        if (later.length() > 0) {
            ByteBuffer more = ByteBuffer.allocate(toSay.remaining() + later.length());
            toSay = more.put(toSay).put(octets(later.toString())).flip();
            later.setLength(0);
        }
        while (toSay.hasRemaining() && transport.write(toSay, this) > 0) {
            unflushed = true;
        }
        if (!toSay.hasRemaining() && unflushed) {
            unflushed = !transport.flush(this);
        }
        if (!toSay.hasRemaining() && !unflushed && endsAfterwards && later.length() == 0) {
            endsAfterwards = false;
            transport.shutdownOutput();
        }
    }

    private void read() throws IOException {
        ByteBuffer into = ByteBuffer.allocate(1 + world.random.nextInt(512));
        int count = 0;
        while (!ended && (count = transport.read(into.clear(), this)) > 0) {
            heard.append(StandardCharsets.ISO_8859_1.decode(into.flip()));
            onHeard.run();
        }
        if (count < 0) {
            end();
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            onHeard.run();
        }
    }

    @Override
    public String toString() {
        return "heard " + heard.length() + " octets" + (ended ? " and the end" : "")
                + (failure == null ? "" : " by " + failure);
    }
}
