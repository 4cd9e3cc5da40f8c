package dev.handshake.blocking;

import static dev.handshake.blocking.Loopback.NO_RETRY;
import static dev.handshake.blocking.Loopback.failureOf;
import static dev.handshake.blocking.Loopback.start;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class StreamTransportTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final List<String> calls = new ArrayList<>();

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(US_ASCII));
    }

    @Test
    void readsIntoHeapAndDirectBuffersUntilTheEnd() throws IOException {
        BlockingTransport transport = BlockingTransport.of(bytes("abcdef"), written);
        ByteBuffer heap = ByteBuffer.allocate(8).position(1).limit(4);
        ByteBuffer direct = ByteBuffer.allocateDirect(8);
        assertThat(transport.read(heap, NO_RETRY)).isEqualTo(3);
        assertThat(transport.read(direct, NO_RETRY)).isEqualTo(3);
        assertThat(transport.read(direct, NO_RETRY)).isEqualTo(-1);
        assertThat(heap.flip().position(1)).isEqualTo(US_ASCII.encode("abc"));
        assertThat(direct.flip()).isEqualTo(US_ASCII.encode("def"));
    }

    @Test
    void staysAtItsEndThoughTheStreamGoesOn() throws IOException {
        InputStream resuming = new FilterInputStream(bytes("late")) {
            private boolean ended;

            @Override
            public int read(byte[] b, int off, int len) throws IOException {
                boolean first = !ended;
                ended = true;
                return first ? -1 : super.read(b, off, len);
            }
        };
        BlockingTransport transport = BlockingTransport.of(resuming, written);
        assertThat(transport.read(ByteBuffer.allocate(4), NO_RETRY)).isEqualTo(-1);
        assertThat(transport.read(ByteBuffer.allocate(4), NO_RETRY)).isEqualTo(-1);
    }

    @Test
    void failsRatherThanPassOnAnAnswerOfNought() {
        InputStream broken = new FilterInputStream(bytes("")) {
            @Override
            public int read(byte[] b, int off, int len) {
                return 0;
            }
        };
        BlockingTransport transport = BlockingTransport.of(broken, written);
        assertThatThrownBy(() -> transport.read(ByteBuffer.allocate(4), NO_RETRY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no byte");
    }

    @Test
    void takesWhatADirectBufferHoldsPieceByPiece() throws IOException {
        int size = 2 * StreamTransport.COPY_BYTES + 1;
        BlockingTransport transport = BlockingTransport.of(bytes(""), written);
        ByteBuffer src = ByteBuffer.allocateDirect(size);
        assertThat(transport.write(src, NO_RETRY)).isEqualTo(StreamTransport.COPY_BYTES);
        assertThat(src.position()).isEqualTo(StreamTransport.COPY_BYTES);
        assertThat(transport.write(src, NO_RETRY)).isEqualTo(StreamTransport.COPY_BYTES);
        assertThat(transport.write(src, NO_RETRY)).isEqualTo(1);
        assertThat(written.size()).isEqualTo(size);
    }

    @Test
    void leavesTheBufferAsItWasWhenAWriteFails() {
        OutputStream failing = new FilterOutputStream(written) {
            @Override
            public void write(byte[] b, int off, int len) throws IOException {
                throw new IOException("gone");
            }
        };
        BlockingTransport transport = BlockingTransport.of(bytes(""), failing);
        ByteBuffer heap = US_ASCII.encode("x");
        ByteBuffer direct = ByteBuffer.allocateDirect(1);
        assertThatThrownBy(() -> transport.write(heap, NO_RETRY)).hasMessage("gone");
        assertThatThrownBy(() -> transport.write(direct, NO_RETRY)).hasMessage("gone");
        assertThat(heap.position()).isZero();
        assertThat(direct.position()).isZero();
    }

    @Test
    void flushesTheStream() throws IOException {
        BlockingTransport transport = BlockingTransport.of(bytes(""), new BufferedOutputStream(written));
        transport.write(US_ASCII.encode("held"), NO_RETRY);
        assertThat(written.size()).isZero();
        assertThat(transport.flush(NO_RETRY)).isTrue();
        assertThat(written.toString(US_ASCII)).isEqualTo("held");
    }

    @Test
    void shuttingDownTheOutputFlushesAndClosesIt() throws IOException {
        BlockingTransport transport =
                BlockingTransport.of(bytes("more"), closing("out", new BufferedOutputStream(written)));
        transport.write(US_ASCII.encode("held"), NO_RETRY);
        transport.shutdownOutput();
        transport.shutdownOutput();
        assertThat(written.toString(US_ASCII)).isEqualTo("held");
        assertThat(calls).containsExactly("out");
        assertThatThrownBy(() -> transport.write(US_ASCII.encode("x"), NO_RETRY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("shut down");
        assertThat(transport.flush(NO_RETRY)).isTrue();
        assertThat(transport.read(ByteBuffer.allocate(4), NO_RETRY)).isEqualTo(4);
    }

    @Test
    void closesBothStreamsInputFirst() {
        BlockingTransport transport = BlockingTransport.of(closing("in", bytes("")), closing("out", written));
        transport.close();
        transport.close();
        assertThat(calls).containsExactly("in", "out");
    }

    @Test
    void closesTheOutputThoughTheInputFailsTo() {
        InputStream failing = new FilterInputStream(bytes("")) {
            @Override
            public void close() throws IOException {
                throw new IOException("gone");
            }
        };
        BlockingTransport.of(failing, closing("out", written)).close();
        assertThat(calls).containsExactly("out");
    }

    @Test
    void runsTheGivenEndingOnceInPlaceOfClosingTheStreams() {
        BlockingTransport transport =
                BlockingTransport.of(closing("in", bytes("")), closing("out", written), () -> calls.add("ending"));
        transport.close();
        transport.close();
        assertThat(calls).containsExactly("ending");
    }

    @Test
    void throwsNothingWhenTheEndingFails() {
        BlockingTransport transport = BlockingTransport.of(bytes(""), written, () -> {
            throw new IllegalStateException("no end");
        });
        transport.close();
        assertThatThrownBy(() -> transport.read(ByteBuffer.allocate(1), NO_RETRY))
                .isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void doesNotTakeAnEndThatClosingMadeForThePeers() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        InputStream endingWhenClosed = new FilterInputStream(bytes("")) {
            @Override
            public int read(byte[] b, int off, int len) throws IOException {
                waiting.countDown();
                try {
                    closed.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return -1;
            }
        };
        BlockingTransport transport = BlockingTransport.of(endingWhenClosed, written, closed::countDown);
        FutureTask<Integer> reader = start(() -> transport.read(ByteBuffer.allocate(1), NO_RETRY));
        waiting.await();
        transport.close();
        assertThat(failureOf(reader)).isInstanceOf(AsynchronousCloseException.class);
    }

    @Test
    void knowsNoAddresses() {
        BlockingTransport transport = BlockingTransport.of(bytes(""), written);
        assertThat(transport.remoteAddress()).isEmpty();
        assertThat(transport.localAddress()).isEmpty();
        assertThat(transport.secure()).isFalse();
        assertThat(transport).hasToString("blocking ByteArrayInputStream and ByteArrayOutputStream");
    }

    private InputStream closing(String name, InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public void close() throws IOException {
                calls.add(name);
                super.close();
            }
        };
    }

    private OutputStream closing(String name, OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void close() throws IOException {
                calls.add(name);
                super.close();
            }
        };
    }
}
