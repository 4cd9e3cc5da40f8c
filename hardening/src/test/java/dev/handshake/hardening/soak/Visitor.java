package dev.handshake.hardening.soak;

import dev.handshake.hardening.soak.Visit.Leaving;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One connection of a client, from the connect to its end. */
final class Visitor {

    private static final String HEAD_END = "\r\n\r\n";
    private static final int OPCODE_CLOSE = 8;

    /** A text of five letters and a close with 1000, both masked with zeros. */
    private static final byte[] FRAMES = {
        (byte) 0x81,
        (byte) 0x85,
        0,
        0,
        0,
        0,
        'H',
        'e',
        'l',
        'l',
        'o',
        (byte) 0x88,
        (byte) 0x82,
        0,
        0,
        0,
        0,
        3,
        (byte) 0xE8
    };

    private final Visit visit;
    private final boolean messages;
    private final SocketChannel channel;
    private final StringBuilder received = new StringBuilder();
    private ByteBuffer out;
    private boolean framesSent;
    private int frames;

    /** How it ended; null as long as it goes on. */
    @Nullable
    Ending ending;

    /** How a visit ends. */
    enum Ending {
        /** As it should, or it left too early to know. */
        RIGHT,
        /** The server has closed or reset the connection without a word, as it does at the deadline. */
        UNANSWERED,
        /** The same, though the request was good: the server was too slow. */
        GOOD_UNANSWERED,
        /** A good request was not accepted, or a message did not come back. */
        WRONG
    }

    Visitor(Visit visit, boolean messages, SocketChannel channel) {
        this.visit = visit;
        this.messages = messages;
        this.channel = channel;
        this.out = ByteBuffer.wrap(visit.octets());
    }

    /** Does what can be done now. */
    void ready(SelectionKey key, ByteBuffer room) {
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
            }
            if (out.hasRemaining()) {
                write(key);
            }
            if (ending == null && key.isReadable()) {
                read(key, room.clear());
            }
        } catch (IOException e) {
            leave(answered(), Leaving.RESET);
        }
    }

    private void write(SelectionKey key) throws IOException {
        channel.write(out);
        key.interestOps(out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        if (out.hasRemaining() || framesSent) {
            return;
        }
        if (visit.leaving() == Leaving.RESET || visit.leaving() == Leaving.END) {
            leave(Ending.RIGHT, visit.leaving());
        } else if (visit.end()) {
            channel.shutdownOutput();
        }
    }

    private void read(SelectionKey key, ByteBuffer room) throws IOException {
        int count = channel.read(room);
        if (count < 0) {
            leave(answered(), visit.leaving());
            return;
        }
        received.append(StandardCharsets.ISO_8859_1.decode(room.flip()));
        int end = received.indexOf(HEAD_END);
        if (end < 0) {
            return;
        }
        boolean open = received.indexOf("HTTP/1.1 101 ") == 0;
        if (open && messages && visit.good()) {
            exchange(key, end + HEAD_END.length());
        } else if (open || received.lastIndexOf("Connection: close", end) < 0) {
            leave(answered(), visit.leaving());
        }
    }

    /** Sends its frames, and leaves when the text and the close have come back; the server then ends the connection. */
    private void exchange(SelectionKey key, int from) throws IOException {
        if (!framesSent) {
            framesSent = true;
            out = ByteBuffer.wrap(FRAMES);
            write(key);
        }
        frames = 0;
        boolean closed = false;
        for (int at = from; at + 1 < received.length(); at += 2 + (received.charAt(at + 1) & 0x7F)) {
            closed = (received.charAt(at) & 0x0F) == OPCODE_CLOSE;
            frames++;
        }
        if (closed && visit.leaving() == Leaving.SERVED) {
            leave(answered(), Leaving.SERVED);
        }
    }

    private Ending answered() {
        if (received.length() == 0) {
            return visit.good() ? Ending.GOOD_UNANSWERED : Ending.UNANSWERED;
        }
        boolean open = received.indexOf("HTTP/1.1 101 ") == 0;
        return visit.good() && (!open || messages && frames != 2) ? Ending.WRONG : Ending.RIGHT;
    }

    private void leave(Ending ending, Leaving leaving) {
        this.ending = ending;
        try {
            if (leaving == Leaving.SERVED || leaving == Leaving.RESET) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
            channel.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }
}
