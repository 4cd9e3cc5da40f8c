package dev.handshake.bench.load;

import dev.handshake.ClientHandshaker;
import dev.handshake.bench.memory.Accept;
import dev.handshake.blocking.BlockingTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Clients that wait, each on a thread of its own, which does one handshake after the other. */
final class ThreadsClient {

    private static final byte[] ACCEPT = "\r\nsec-websocket-accept: ".getBytes(StandardCharsets.ISO_8859_1);

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "waiting-client");
        thread.setDaemon(true);
        return thread;
    });
    private final int port;
    private final Handshake handshake;

    private ThreadsClient(int port, Handshake handshake) {
        this.port = port;
        this.handshake = handshake;
    }

    /** The least: a key, one write, one read, a comparison. */
    static ThreadsClient bare(int port) {
        SecureRandom random = new SecureRandom();
        return new ThreadsClient(port, socket -> bare(socket, random));
    }

    /** Ours, over the blocking transport. */
    static ThreadsClient ours(int port) {
        ClientHandshaker handshaker = ClientHandshaker.create();
        String host = "127.0.0.1:" + port;
        return new ThreadsClient(port, socket -> {
            handshaker
                    .handshake(BlockingTransport.of(socket), host, "/chat")
                    .transport()
                    .close();
            return true;
        });
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

    private int some(AtomicInteger left) throws IOException {
        int opened = 0;
        while (left.getAndDecrement() > 0) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                opened += handshake.over(socket) ? 1 : 0;
            }
        }
        return opened;
    }

    private static boolean bare(Socket socket, SecureRandom random) throws IOException {
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        String key = Base64.getEncoder().encodeToString(nonce);
        byte[] request = ("GET /chat HTTP/1.1\r\nHost: 127.0.0.1:" + socket.getPort()
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " + key
                        + "\r\nSec-WebSocket-Version: 13\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] expected = new byte[Accept.ACCEPT_BYTES];
        new Accept().write(key.getBytes(StandardCharsets.ISO_8859_1), 0, expected, 0);
        socket.getOutputStream().write(request);
        byte[] response = new byte[1024];
        int count = socket.getInputStream().read(response);
        int at = BareAnswer.find(response, count - Accept.ACCEPT_BYTES, ACCEPT);
        return at >= 0 && Arrays.equals(response, at, at + expected.length, expected, 0, expected.length);
    }

    /** One handshake of a client. */
    private interface Handshake {

        /** Does it, and tells whether it succeeded. */
        boolean over(Socket socket) throws IOException;
    }
}
