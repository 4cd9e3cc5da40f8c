package dev.handshake.tck.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What one thread does with the two ends of a connection in memory, in turns and with a bound. */
final class Ends {

    static final Runnable NOTHING = () -> {};

    private static final int MOST_TURNS = 100_000;

    private Ends() {}

    /** How the TLS handshake of one end came out: null, or its failure. */
    record Outcome(IOException client, IOException server) {}

    /** Lets both ends flush until each is done or has failed; an end that failed is closed, as a user would do. */
    static Outcome shake(ByteTransport client, ByteTransport server) {
        Turn left = new Turn(client);
        Turn right = new Turn(server);
        for (int i = 0; i < MOST_TURNS && !(left.over() && right.over()); i++) {
            left.take();
            right.take();
        }
        assertThat(left.over() && right.over())
                .as("both ends are done or failed")
                .isTrue();
        return new Outcome(left.failure, right.failure);
    }

    static void write(ByteTransport transport, String text) throws IOException {
        ByteBuffer src = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        for (int i = 0; i < MOST_TURNS && src.hasRemaining(); i++) {
            transport.write(src, NOTHING);
        }
        assertThat(transport.flush(NOTHING) && !src.hasRemaining())
                .as("all was taken")
                .isTrue();
    }

    /** Reads what is there now. */
    static String read(ByteTransport transport) throws IOException {
        ByteBuffer dst = ByteBuffer.allocate(1 << 15);
        int count;
        do {
            count = transport.read(dst, NOTHING);
        } while (count > 0);
        String text = StandardCharsets.ISO_8859_1.decode(dst.flip()).toString();
        return count < 0 ? text + "<end>" : text;
    }

    private static final class Turn {

        private final ByteTransport transport;
        private boolean done;
        private IOException failure;

        Turn(ByteTransport transport) {
            this.transport = transport;
        }

        boolean over() {
            return done || failure != null;
        }

        void take() {
            if (failure != null) {
                return;
            }
            try {
                done = transport.flush(NOTHING);
            } catch (IOException e) {
                failure = e;
                transport.close();
            }
        }
    }
}
