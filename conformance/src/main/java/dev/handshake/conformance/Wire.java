package dev.handshake.conformance;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** A socket that speaks in octets, and remembers them. Used by one thread, but closed by any. */
final class Wire implements Closeable {

    /** Why reading stopped. */
    enum Stop {
        /** What was waited for is there. */
        SATISFIED,
        /** The peer ended the stream. */
        END,
        /** The connection broke. */
        RESET,
        /** The time was up. */
        TIME
    }

    /** So much is read at most; a peer that sends more is not worth reading. */
    private static final int MOST_BYTES = 1 << 20;

    private final Socket socket;
    private final StringBuffer sent = new StringBuffer();
    private final StringBuffer received = new StringBuffer();

    Wire(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        this.socket = socket;
    }

    /** Sends pieces until all are sent, the peer answers, or it breaks the connection. Small cuts get a pause. */
    void send(List<String> pieces, Delivery delivery) throws IOException {
        try {
            for (String piece : pieces) {
                if (socket.getInputStream().available() > 0) {
                    return;
                }
                socket.getOutputStream().write(Octets.bytes(piece));
                socket.getOutputStream().flush();
                sent.append(piece);
                if (delivery == Delivery.SPLIT) {
                    Pause.betweenPieces();
                }
            }
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            // What the peer said before it broke off may still be there to read.
        }
    }

    /** Sends octets that are not part of a case; a peer that is gone does not mind. */
    void sendApart(String octets) {
        try {
            socket.getOutputStream().write(Octets.bytes(octets));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            // The peer is gone.
        }
    }

    void end() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            // It was ended by the peer already.
        }
    }

    /** Reads until what came is enough, the stream ends, or the time is up. */
    Stop read(Predicate<String> enough, Duration time) throws IOException {
        long deadline = System.nanoTime() + time.toNanos();
        byte[] buffer = new byte[8192];
        while (!enough.test(received())) {
            long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0 || received.length() > MOST_BYTES) {
                return Stop.TIME;
            }
            try {
                socket.setSoTimeout((int) Math.min(leftMillis, Integer.MAX_VALUE));
                int count = socket.getInputStream().read(buffer);
                if (count < 0) {
                    return Stop.END;
                }
                received.append(Octets.text(Arrays.copyOf(buffer, count)));
            } catch (SocketTimeoutException e) {
                return Stop.TIME;
            } catch (IOException e) {
                return Stop.RESET;
            }
        }
        return Stop.SATISFIED;
    }

    String sent() {
        return sent.toString();
    }

    String received() {
        return received.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }
}
