package dev.handshake.hardening.processes;

import dev.handshake.Established;
import dev.handshake.HandshakeFailure;
import dev.handshake.HandshakeReport;
import dev.handshake.HandshakeServer;
import dev.handshake.ListenOptions;
import dev.handshake.Origins;
import dev.handshake.PermessageDeflate;
import dev.handshake.ServerHandshaker;
import dev.handshake.Subprotocols;
import dev.handshake.Transports;
import dev.handshake.messages.WebSocket;
import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The process of one server: {@code ServerMain TRANSPORT TIMEOUT_MILLIS octets|messages}. Over an open connection it sends
 * back what comes, octets or messages. It says {@code listening PORT}, answers questions on its standard input, a line each,
 * and ends with it.
 */
public final class ServerMain {

    private static final int PENDING = 20_000;
    private static final int HOARD_BYTES = 4096;

    private final HandshakeServer server;
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicLong latestMicros = new AtomicLong();
    private final Set<String> causes = ConcurrentHashMap.newKeySet();
    private final List<ByteBuffer> hoard = new ArrayList<>();

    private ServerMain(String transport, long timeoutMillis, boolean messages) throws IOException {
        TransportGroup group = Transports.named(transport).open(TransportOptions.defaults());
        ServerHandshaker handshaker = ServerHandshaker.builder()
                .timeout(Duration.ofMillis(timeoutMillis))
                .origins(Origins.any())
                .subprotocols(Subprotocols.serverPreference("chat", "superchat"))
                .extensions(PermessageDeflate.defaults())
                .listener(this::note)
                .build();
        server = handshaker.listen(
                group,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                ListenOptions.defaults().pendingAtMost(PENDING, PENDING),
                messages ? open -> WebSocket.over(open).forEach(WebSocket::sendAsync) : this::echo);
    }

    /** Runs. */
    public static void main(String[] arguments) throws IOException {
        ServerMain main = new ServerMain(arguments[0], Long.parseLong(arguments[1]), arguments[2].equals("messages"));
        System.out.println("listening " + main.server.port());
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String question = questions.readLine(); question != null; question = questions.readLine()) {
            System.out.println(main.answer(question));
        }
        System.exit(0);
    }

    private Object answer(String question) throws IOException {
        return switch (question) {
            case "opened" -> opened;
            case "ended" -> ended;
            case "pending" -> server.pending();
            case "latest" -> latestMicros;
            case "stop" -> stop();
            case "causes" -> causes;
            case "usage" -> Usage.now();
            case "hoard" -> hoard();
            case "release" -> release();
            default -> throw new IOException("unknown question: " + question);
        };
    }

    /** Waits until the last handshake has ended. */
    private int stop() {
        server.stop().join();
        return server.pending();
    }

    private void note(HandshakeReport report) {
        ended.incrementAndGet();
        if (report.failure() == HandshakeFailure.TIMED_OUT) {
            latestMicros.accumulateAndGet(report.duration().toNanos() / 1000, Math::max);
        }
        Throwable cause = report.cause();
        if (cause instanceof RuntimeException || cause instanceof Error) {
            causes.add(cause.toString());
        }
    }

    /** Takes all direct memory that there is. */
    private int hoard() {
        try {
            while (true) {
                hoard.add(ByteBuffer.allocateDirect(HOARD_BYTES));
            }
        } catch (OutOfMemoryError all) {
            return hoard.size();
        }
    }

    /** Gives it back, which it is only when the collector has found out. */
    private int release() {
        int size = hoard.size();
        hoard.clear();
        System.gc();
        return size;
    }

    private void echo(Established open) {
        opened.incrementAndGet();
        new Echo(open.transport()).run();
    }

    /** Sends back what it reads, a piece at a time, as often as the transport says that it can go on. */
    private static final class Echo implements Runnable {

        private final ByteTransport transport;
        private final ByteBuffer piece = ByteBuffer.allocate(64).limit(0);

        Echo(ByteTransport transport) {
            this.transport = transport;
        }

        @Override
        public synchronized void run() {
            try {
                int count = 1;
                while (count > 0) {
                    if (piece.hasRemaining()) {
                        count = transport.write(piece, this);
                    } else {
                        count = transport.read(piece.clear(), this);
                        piece.flip();
                    }
                }
                if (count == 0) {
                    return;
                }
            } catch (IOException | OutOfMemoryError e) {
                // Over.
            }
            transport.close();
        }
    }
}
