package dev.handshake.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.Established;
import dev.handshake.ServerHandshaker;
import dev.handshake.Transports;
import dev.handshake.bench.memory.Sample;
import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a connection of the nio transport holds beside what the JDK needs for its channel and key: measured, both. */
@Timeout(60)
class RetainedTest {

    private static final int CONNECTIONS = 800;
    private static final int PART_BYTES = 300;

    /** What the JVM keeps meanwhile for itself, shared among the connections. */
    private static final int NOISE_BYTES = 50;

    private static final byte[] REQUEST = Sample.BROWSER.octets();

    private final InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private final List<SocketChannel> clients = new ArrayList<>(CONNECTIONS + 1);
    private final ConcurrentLinkedQueue<CompletableFuture<Established>> handshakes = new ConcurrentLinkedQueue<>();
    private TransportGroup group;

    @BeforeEach
    void open() throws IOException {
        group = Transports.named("nio").open(TransportOptions.defaults());
    }

    @AfterEach
    void close() throws IOException {
        for (SocketChannel client : clients) {
            client.close();
        }
        group.close();
    }

    @Test
    void silentConnectionHoldsLittle() throws Exception {
        assertThat(ours(0) - bare()).isLessThan(600 + NOISE_BYTES);
    }

    @Test
    void partOfARequestHoldsThatPartAndLittleMore() throws Exception {
        assertThat(ours(PART_BYTES) - bare()).isLessThan(900 + NOISE_BYTES);
    }

    @Test
    void openConnectionHoldsNoBuffer() throws Exception {
        assertThat(ours(REQUEST.length) - bare()).isLessThan(200 + NOISE_BYTES);
    }

    /** Heap for each of the bare loop's: a channel and its key, and the peer's end. */
    private long bare() throws IOException {
        List<SocketChannel> accepted = new ArrayList<>(CONNECTIONS);
        try (Selector selector = Selector.open();
                ServerSocketChannel server = ServerSocketChannel.open().bind(anyPort, CONNECTIONS)) {
            long before = heapBytes();
            for (int i = 0; i < CONNECTIONS; i++) {
                connect(server.getLocalAddress(), 0);
                SocketChannel channel = server.accept();
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ);
                accepted.add(channel);
            }
            selector.selectNow();
            long each = (heapBytes() - before) / CONNECTIONS;
            closeClients();
            for (SocketChannel channel : accepted) {
                channel.close();
            }
            return each;
        }
    }

    /** Heap for each connection on which so much of a request has arrived. */
    private long ours(int octets) throws Exception {
        ServerHandshaker handshaker = ServerHandshaker.create();
        boolean whole = octets == REQUEST.length;
        List<ByteTransport> open = new ArrayList<>(CONNECTIONS);
        SocketAddress server = group.listen(anyPort, transport -> handshakes.add(handshaker.acceptAsync(transport)))
                .localAddress();
        // What the first one makes for all of them.
        connect(server, REQUEST.length);
        next().get(10, TimeUnit.SECONDS).transport().close();
        long before = heapBytes();
        List<CompletableFuture<Established>> going = new ArrayList<>(CONNECTIONS);
        for (int i = 0; i < CONNECTIONS; i++) {
            connect(server, octets);
            if (whole) {
                ByteTransport transport = next().get(10, TimeUnit.SECONDS).transport();
                assertThat(transport.read(ByteBuffer.allocate(1), () -> {})).isZero();
                open.add(transport);
            } else {
                going.add(next());
            }
        }
        // The loop comes to this one after all that was there before.
        connect(server, REQUEST.length);
        next().get(10, TimeUnit.SECONDS).transport().close();
        long each = (heapBytes() - before) / CONNECTIONS;
        assertThat(going).noneMatch(CompletableFuture::isDone);
        assertThat(open).hasSize(whole ? CONNECTIONS : 0);
        return each;
    }

    private CompletableFuture<Established> next() throws TimeoutException {
        long began = System.nanoTime();
        while (true) {
            CompletableFuture<Established> next = handshakes.poll();
            if (next != null) {
                return next;
            }
            if (System.nanoTime() - began > TimeUnit.SECONDS.toNanos(10)) {
                throw new TimeoutException("nothing was accepted");
            }
            Thread.onSpinWait();
        }
    }

    private void connect(SocketAddress server, int octets) throws IOException {
        SocketChannel client = SocketChannel.open(server);
        clients.add(client);
        client.write(ByteBuffer.wrap(REQUEST, 0, octets));
    }

    private void closeClients() throws IOException {
        for (SocketChannel client : clients) {
            client.close();
        }
        clients.clear();
    }

    private static long heapBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
