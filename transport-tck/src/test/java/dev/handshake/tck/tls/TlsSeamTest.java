package dev.handshake.tck.tls;

import static dev.handshake.tck.tls.Ends.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.ClientHandshaker;
import dev.handshake.Established;
import dev.handshake.SecWebSocketKey;
import dev.handshake.ServerHandshaker;
import dev.handshake.spi.ByteTransport;
import dev.handshake.tck.ChunkingTransport;
import dev.handshake.tck.FailingTransport;
import dev.handshake.tck.MemoryTransport;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The WebSocket handshake over TLS: nothing is lost at the seams, and wherever it breaks, it ends. */
class TlsSeamTest {

    private static final int MOST_OPERATIONS = 100_000;

    private static UnaryOperator<ByteTransport> chunks(int chunkBytes) {
        return transport -> new ChunkingTransport(transport, chunkBytes);
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, 100000", "TLSv1.2, 1", "TLSv1.3, 100000", "TLSv1.3, 1"})
    void keepsAFrameThatComesInTheRecordOfTheRequest(String version, int chunkBytes) throws Exception {
        TlsPair tls = TlsPair.over(MemoryTransport.pair(), chunks(chunkBytes), version)
                .shaken();
        CompletableFuture<Established> accepted = ServerHandshaker.create().acceptAsync(tls.server());
        Ends.write(
                tls.client(),
                "GET /chat HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                        + SecWebSocketKey.generate().value() + "\r\n\r\nframe");
        assertThat(accepted).isCompleted();
        assertThat(Ends.read(accepted.join().transport())).isEqualTo("frame");
        assertThat(Ends.read(tls.client())).startsWith("HTTP/1.1 101 ").endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, 100000", "TLSv1.2, 1", "TLSv1.3, 100000", "TLSv1.3, 1"})
    void keepsAFrameThatComesInTheRecordOfTheAnswer(String version, int chunkBytes) throws Exception {
        TlsPair tls = TlsPair.over(MemoryTransport.pair(), chunks(chunkBytes), version);
        CompletableFuture<Established> opened =
                ClientHandshaker.create().handshakeAsync(tls.client(), "localhost", "/chat");
        String request = "";
        for (int i = 0; i < 1000 && !request.endsWith("\r\n\r\n"); i++) {
            request += Ends.read(tls.server());
        }
        String key = request.replaceFirst("(?s).*Sec-WebSocket-Key: (\\S+).*", "$1");
        Ends.write(
                tls.server(),
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Accept: " + SecWebSocketKey.parse(key).accept() + "\r\n\r\nframe");
        assertThat(opened).isCompleted();
        assertThat(Ends.read(opened.join().transport())).isEqualTo("frame");
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, true", "TLSv1.2, false", "TLSv1.3, true", "TLSv1.3, false"})
    void endsWhereverTheConnectionBreaks(String version, boolean clientBreaks) throws IOException {
        boolean broke = true;
        int place = 0;
        for (; broke; place++) {
            assertThat(place).isLessThan(MOST_OPERATIONS);
            MemoryTransport.Pair pair = MemoryTransport.pair();
            FailingTransport failing = new FailingTransport(clientBreaks ? pair.left() : pair.right(), place);
            TlsPair tls = TlsPair.over(
                    pair, end -> end == (clientBreaks ? pair.left() : pair.right()) ? failing : end, version);
            CompletableFuture<Established> accepted = ServerHandshaker.create().acceptAsync(tls.server());
            CompletableFuture<Established> opened =
                    ClientHandshaker.create().handshakeAsync(tls.client(), "localhost", "/chat");
            assertThat(accepted).as("the server, broken at %d", place).isDone();
            assertThat(opened).as("the client, broken at %d", place).isDone();
            broke = failing.fired();
            assertThat(accepted.isCompletedExceptionally() || opened.isCompletedExceptionally())
                    .as("a failure, broken at %d", place)
                    .isEqualTo(broke);
            tls.client().close();
            tls.server().close();
        }
        assertThat(place).isGreaterThan(10);
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2", "TLSv1.3"})
    void breaksTheStreamInEachPlace(String version) throws IOException {
        boolean broke = true;
        for (int place = 0; broke; place++) {
            assertThat(place).isLessThan(MOST_OPERATIONS);
            MemoryTransport.Pair pair = MemoryTransport.pair();
            FailingTransport failing = new FailingTransport(new ChunkingTransport(pair.left(), 200), place);
            TlsPair tls = TlsPair.over(pair, end -> end == pair.left() ? failing : end, version);
            try {
                tls.shaken();
                Ends.write(tls.client(), "a");
                Ends.write(tls.server(), "b");
                assertThat(Ends.read(tls.client())).isEqualTo("b");
                tls.client().shutdownOutput();
                assertThat(tls.client().flush(NOTHING)).isTrue();
                assertThat(failing.fired()).isFalse();
            } catch (IOException e) {
                assertThat(failing.fired()).isTrue();
            }
            broke = failing.fired();
            tls.client().close();
            tls.server().close();
            assertThat(failing.closed()).isTrue();
        }
    }
}
