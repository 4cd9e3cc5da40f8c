package dev.handshake.nio;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** Connections over 127.0.0.1, and waiting on them with a bound. */
final class Loopback {

    static final long BOUND_SECONDS = 20;

    private static final int NARROW_BYTES = 1 << 14;

    private Loopback() {}

    /** Any free port of 127.0.0.1. */
    static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** Two connected channels, in blocking mode; the test closes both. */
    static SocketChannel[] pair() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(anyPort())) {
            SocketChannel client = SocketChannel.open(server.getLocalAddress());
            return new SocketChannel[] {client, server.accept()};
        }
    }

    /** Two connected channels that hold little, so that back-pressure comes soon. */
    static SocketChannel[] narrowPair() throws IOException {
        SocketChannel[] pair = pair();
        for (SocketChannel channel : pair) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, NARROW_BYTES);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, NARROW_BYTES);
        }
        return pair;
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static Runnable nothing() {
        return () -> {};
    }

    /** Reads at least one byte, or the end, from a thread that may wait. */
    static String read(ByteTransport transport) throws Exception {
        Semaphore retry = new Semaphore(0);
        ByteBuffer buffer = ByteBuffer.allocate(1024);
        int n;
        while ((n = transport.read(buffer, retry::release)) == 0) {
            await(retry);
        }
        return n < 0 ? "end" : StandardCharsets.ISO_8859_1.decode(buffer.flip()).toString();
    }

    /** Writes everything, from a thread that may wait. */
    static void write(ByteTransport transport, ByteBuffer src) throws Exception {
        Semaphore retry = new Semaphore(0);
        while (src.hasRemaining()) {
            if (transport.write(src, retry::release) == 0) {
                await(retry);
            }
        }
    }

    /** Writes until there is no room; {@code retry} is then kept. */
    static long fill(ByteTransport transport, Runnable retry) throws IOException {
        long written = 0;
        for (int n = -1; n != 0; written += n) {
            n = transport.write(ByteBuffer.allocate(1 << 16), retry);
        }
        return written;
    }

    static void await(Semaphore signal) throws InterruptedException {
        assertThat(signal.tryAcquire(BOUND_SECONDS, SECONDS)).isTrue();
    }

    static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(BOUND_SECONDS, SECONDS);
    }

    /** Runs something on the loop and waits for what comes of it. */
    static <T> T on(NioLoop loop, Callable<T> task) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                result.complete(task.call());
            } catch (Throwable t) {
                result.completeExceptionally(t);
            }
        });
        return await(result);
    }

    /** Tries again until it is so. For what the system or a loop does on its own time and nobody is told of. */
    static void eventually(Callable<Boolean> condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.call()) {
            if (System.nanoTime() - start > SECONDS.toNanos(BOUND_SECONDS)) {
                fail("it did not come to pass");
            }
            Thread.yield();
        }
    }
}
