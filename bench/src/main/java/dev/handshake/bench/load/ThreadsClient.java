package dev.handshake.bench.load;

import dev.handshake.ClientHandshaker;
import dev.handshake.bench.memory.Accept;
import dev.handshake.blocking.BlockingTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Clients that wait, each on a thread of its own, which does one handshake after the other. */
final class ThreadsClient {

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "waiting-client");
        thread.setDaemon(true);
        return thread;
    });
    private final int port;
    private final Supplier<Handshake> handshakes;

    private ThreadsClient(int port, Supplier<Handshake> handshakes) {
        this.port = port;
        this.handshakes = handshakes;
    }

    /** The least: a key, one write, one read, a comparison. */
    static ThreadsClient bare(int port) {
        SecureRandom random = new SecureRandom();
        return new ThreadsClient(port, () -> new Bare(port, random));
    }

    /** Ours, over the blocking transport. */
    static ThreadsClient ours(int port) {
        ClientHandshaker handshaker = ClientHandshaker.create();
        String host = "127.0.0.1:" + port;
        Handshake handshake = socket -> handshaker
                .handshake(BlockingTransport.of(socket), host, "/chat")
                .transport()
                .close();
        return new ThreadsClient(port, () -> handshake);
    }

    /** Does so many handshakes on so many threads; returns how many succeeded. */
    int run(int count, int atOnce) throws Exception {
        AtomicInteger left = new AtomicInteger(count);
        int opened = 0;
        for (Future<Integer> each : IntStream.range(0, atOnce)
                .mapToObj(i -> threads.submit(() -> some(left)))
                .toList()) {
            opened += each.get(1, TimeUnit.MINUTES);
        }
        return opened;
    }

    private int some(AtomicInteger left) {
        Handshake handshake = handshakes.get();
        int opened = 0;
        while (left.getAndDecrement() > 0) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                handshake.over(socket);
                opened++;
            } catch (IOException e) {
                System.err.println("a handshake has failed: " + e);
            }
        }
        return opened;
    }

    /** The handshakes of one thread. */
    private interface Handshake {

        /** Does one. */
        void over(Socket socket) throws IOException;
    }

    private static final class Bare implements Handshake {

        private final BareRequest request;
        private final byte[] expected = new byte[Accept.ACCEPT_BYTES];
        private final byte[] response = new byte[1024];

        Bare(int port, SecureRandom random) {
            request = new BareRequest(port, random);
        }

        @Override
        public void over(Socket socket) throws IOException {
            socket.getOutputStream().write(request.next(expected));
            int count = socket.getInputStream().read(response);
            if (!BareRequest.isAnsweredBy(response, count, expected)) {
                throw new IOException(BareRequest.complaint(response, count));
            }
        }
    }
}
