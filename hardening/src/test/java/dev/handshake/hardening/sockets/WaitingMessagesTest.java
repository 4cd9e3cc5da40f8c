package dev.handshake.hardening.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.ClientHandshaker;
import dev.handshake.Established;
import dev.handshake.HandshakeServer;
import dev.handshake.ListenOptions;
import dev.handshake.PermessageDeflate;
import dev.handshake.ServerHandshaker;
import dev.handshake.Transports;
import dev.handshake.hardening.Runs;
import dev.handshake.messages.Ending;
import dev.handshake.messages.Message;
import dev.handshake.messages.MessageException;
import dev.handshake.messages.WebSocket;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Threads that wait in the verbs of two WebSockets, over sockets that block: three at each end say something, one hears. Who
 * comes first is the system's business here; the simulator has the same in every order, where the JDK allows it, and
 * interrupts, which a platform thread that reads from a socket does not hear.
 */
@Timeout(300)
class WaitingMessagesTest {

    private static final int FEW = 60;
    private static final int SAYING = 3;
    private static final int MOST_MESSAGES = 30;
    private static final int PATIENCE_SECONDS = 30;

    private final BlockingQueue<Established> accepted = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private TransportGroup group;
    private HandshakeServer server;

    @BeforeEach
    void open() throws Exception {
        group = Transports.named("blocking").open(TransportOptions.defaults());
        server = ServerHandshaker.builder()
                .extensions(PermessageDeflate.defaults())
                .build()
                .listen(
                        group,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        ListenOptions.defaults(),
                        accepted::add);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        server.close();
        group.close();
    }

    /** One end of a connection: what is said and heard there. */
    private final class End {

        final WebSocket socket;
        private final SplittableRandom random;
        private final List<Future<?>> saying = new ArrayList<>();
        private final List<List<Integer>> heard = new ArrayList<>();
        private final int[] toSay = new int[SAYING];
        private CountDownLatch toHear;
        private Future<?> hearing;

        End(WebSocket socket, SplittableRandom random) {
            this.socket = socket;
            this.random = random;
            for (int i = 0; i < SAYING; i++) {
                heard.add(new ArrayList<>());
                toSay[i] = random.nextInt(MOST_MESSAGES);
            }
        }

        void begin(End other) {
            toHear = new CountDownLatch(IntStream.of(other.toSay).sum());
            hearing = threads.submit(this::hear);
            for (int i = 0; i < SAYING; i++) {
                int who = i;
                SplittableRandom own = random.split();
                saying.add(threads.submit(() -> say(who, own)));
            }
        }

        private Void say(int who, SplittableRandom random) throws Exception {
            for (int i = 0; i < toSay[who]; i++) {
                Message message =
                        Message.text(who + " " + i + " " + "x".repeat(random.nextInt(random.nextInt(20_000) + 1)));
                if (random.nextInt(4) == 0) {
                    socket.pingAsync(ByteBuffer.allocate(1));
                }
                if (random.nextInt(4) == 0) {
                    socket.sendAsync(message).get();
                } else {
                    socket.send(message);
                }
            }
            return null;
        }

        private Void hear() throws Exception {
            for (Message message = socket.receive(); message != null; message = socket.receive()) {
                String[] words = message.text().split(" ");
                heard.get(Integer.parseInt(words[0])).add(Integer.parseInt(words[1]));
                toHear.countDown();
            }
            return null;
        }

        /** What each thread has said came in its order; whoever closes misses what it does not ask for at once. */
        void heardInOrder() {
            heard.forEach(each -> assertThat(each).isSorted().doesNotHaveDuplicates());
        }
    }

    private List<End> ends(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        ClientHandshaker.Builder asking = ClientHandshaker.builder().group(group);
        if (random.nextBoolean()) {
            asking.extensions(PermessageDeflate.defaults());
        }
        Established asked = asking.build().connect(URI.create("ws://127.0.0.1:" + server.port() + "/"));
        Established answered = accepted.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        List<End> ends = List.of(
                new End(WebSocket.over(answered), random.split()), new End(WebSocket.over(asked), random.split()));
        ends.get(0).begin(ends.get(1));
        ends.get(1).begin(ends.get(0));
        return ends;
    }

    @Test
    void allThatIsSaidIsHeardAndBothEndsAreClean() throws Exception {
        Runs.each("talks", FEW, seed -> {
            List<End> ends = ends(seed);
            for (End end : ends) {
                assertThat(end.toHear.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
                for (Future<?> saying : end.saying) {
                    saying.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                }
            }
            Future<Ending> closing =
                    threads.submit(() -> ends.get((int) seed & 1).socket.close(1000, ""));
            assertThat(closing.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).matches(Ending::isClean);
            for (End end : ends) {
                end.hearing.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertThat(end.socket.ended().get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .matches(Ending::isClean);
                end.heardInOrder();
            }
        });
    }

    @Test
    void nobodyIsLeftWaitingWhateverEndsIt() throws Exception {
        Runs.each("talks", FEW, seed -> {
            List<End> ends = ends(seed);
            SplittableRandom random = new SplittableRandom(-seed);
            End one = ends.get(random.nextInt(2));
            // So much is said first.
            one.saying.get(random.nextInt(SAYING)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            switch (random.nextInt(3)) {
                case 0 -> one.socket.abort();
                case 1 -> one.socket.closeAsync(1001, "");
                default -> threads.submit(() -> one.socket.close(4000, ""));
            }
            for (End end : ends) {
                end.socket.ended().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                settles(end.hearing);
                for (Future<?> saying : end.saying) {
                    settles(saying);
                }
                end.heardInOrder();
            }
        });
    }

    private static void settles(Future<?> thread) throws Exception {
        try {
            thread.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() instanceof ExecutionException inner ? inner.getCause() : e.getCause();
            assertThat(cause).isInstanceOf(MessageException.class);
        }
    }
}
