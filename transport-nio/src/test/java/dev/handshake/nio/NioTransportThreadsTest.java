package dev.handshake.nio;

import static dev.handshake.nio.Loopback.await;
import static dev.handshake.nio.Loopback.bytes;
import static dev.handshake.nio.Loopback.fill;
import static dev.handshake.nio.Loopback.nothing;
import static dev.handshake.nio.Loopback.on;
import static dev.handshake.nio.Loopback.pair;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads and one transport: nobody waits for another, and no retry is lost. */
@Timeout(60)
class NioTransportThreadsTest extends ConnectedChannels {

    @Test
    void closingFromAnotherThreadRunsTheRetriesOfBothDirections() throws Exception {
        Semaphore told = new Semaphore(0);
        on(loop, () -> transport.read(ByteBuffer.allocate(1), told::release));
        on(loop, () -> fill(transport, told::release));
        transport.close();
        await(told);
        await(told);
        transport.close();
        assertThat(told.availablePermits()).isZero();
    }

    @Test
    void closingRacesWithKeepingAndNoRetryIsLost() throws Exception {
        for (int i = 0; i < 500; i++) {
            SocketChannel[] pair = pair();
            try (SocketChannel other = pair[0];
                    NioTransport racing = NioTransport.of(pair[1], loop)) {
                Semaphore told = new Semaphore(0);
                CompletableFuture<Void> closed = CompletableFuture.runAsync(racing::close);
                try {
                    assertThat(racing.read(ByteBuffer.allocate(1), told::release))
                            .isZero();
                    await(told);
                } catch (ClosedChannelException closedFirst) {
                    // As good.
                }
                await(closed);
            }
        }
    }

    @Test
    void closingFromAnotherThreadDoesNotLeaveTheDescriptorWithTheSelector() throws Exception {
        on(loop, () -> transport.read(ByteBuffer.allocate(1), nothing()));
        transport.close();
        assertThat(peer.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        Loopback.eventually(() -> !channel.isRegistered());
    }

    @Test
    void aRetryIsRunWhileNothingIsHeld() throws Exception {
        CompletableFuture<String> done = new CompletableFuture<>();
        transport.read(ByteBuffer.allocate(1), () -> {
            CompletableFuture<String> elsewhere = CompletableFuture.supplyAsync(() -> {
                try {
                    transport.read(ByteBuffer.allocate(8), nothing());
                    transport.write(bytes("y"), nothing());
                    transport.close();
                    return "all went through";
                } catch (IOException e) {
                    return e.toString();
                }
            });
            try {
                done.complete(await(elsewhere));
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        peer.write(bytes("x"));
        assertThat(await(done)).isEqualTo("all went through");
    }

    @Test
    void bothDirectionsWorkAtOnceFromTwoThreads() throws Exception {
        SocketChannel[] pair = pair();
        byte[] sent = new byte[4 << 20];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = (byte) (i * 31);
        }
        try (NioTransport near = NioTransport.of(pair[0], loop);
                NioTransport far = NioTransport.of(pair[1], loop)) {
            CompletableFuture<Void> echo = runAsync(() -> {
                ByteBuffer buffer = ByteBuffer.allocate(10_000);
                Semaphore retry = new Semaphore(0);
                for (int n; (n = far.read(buffer.clear(), retry::release)) >= 0; ) {
                    if (n == 0) {
                        await(retry);
                    }
                    Loopback.write(far, buffer.flip());
                }
                far.shutdownOutput();
            });
            CompletableFuture<Void> writing = runAsync(() -> {
                Loopback.write(near, ByteBuffer.wrap(sent));
                near.shutdownOutput();
            });
            ByteBuffer received = ByteBuffer.allocate(sent.length + 1);
            Semaphore retry = new Semaphore(0);
            for (int n; (n = near.read(received, retry::release)) >= 0; ) {
                if (n == 0) {
                    await(retry);
                }
            }
            await(writing);
            await(echo);
            assertThat(received.flip()).isEqualTo(ByteBuffer.wrap(sent));
        }
    }

    @Test
    void noRetryIsLostOverManyShortAnswers() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            Semaphore told = new Semaphore(0);
            ByteBuffer dst = ByteBuffer.allocate(1);
            CompletableFuture<Void> answer = i % 2 == 0 ? runAsync(() -> peer.write(bytes("x"))) : null;
            int n = transport.read(dst, told::release);
            if (answer == null) {
                peer.write(bytes("x"));
            }
            while (n == 0) {
                await(told);
                n = transport.read(dst, told::release);
            }
            assertThat(n).isEqualTo(1);
        }
    }
}
