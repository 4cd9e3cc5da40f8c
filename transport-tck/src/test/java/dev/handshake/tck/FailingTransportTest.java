package dev.handshake.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

class FailingTransportTest {

    private static final Runnable IGNORED = () -> {};

    private final MemoryTransport.Pair pair = MemoryTransport.pair();

    @Test
    void breaksAScenarioInEachPlaceUntilAllSucceeds() throws IOException {
        int broken = 0;
        for (; ; broken++) {
            FailingTransport failing =
                    new FailingTransport(MemoryTransport.pair().left(), broken);
            try {
                greet(failing);
                assertThat(failing.fired()).isFalse();
                break;
            } catch (IOException e) {
                assertThat(failing.fired()).isTrue();
                assertThat(failing.operations()).isEqualTo(broken + 1);
            }
        }
        assertThat(broken).as("operations of the scenario").isEqualTo(4);
    }

    @Test
    void throwsWhatItIsGiven() {
        assertThatThrownBy(() -> greet(new FailingTransport(pair.left(), 0, () -> new IOException("world"))))
                .isInstanceOf(IOException.class)
                .hasMessage("world");
        assertThatThrownBy(() -> greet(new FailingTransport(pair.left(), 0, () -> new IllegalStateException("bug"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("bug");
        assertThatThrownBy(() -> greet(new FailingTransport(pair.left(), 0, () -> new StackOverflowError("deep"))))
                .isInstanceOf(StackOverflowError.class);
    }

    @Test
    void refusesToThrowWhatATransportCannot() {
        assertThatThrownBy(() -> greet(new FailingTransport(pair.left(), 0, () -> new Exception("checked"))))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("checked");
    }

    @Test
    void goesOnFailingUntilItIsClosed() {
        FailingTransport failing = new FailingTransport(pair.left(), 0);
        assertThatThrownBy(() -> greet(failing)).hasMessageContaining("operation 0");
        assertThatThrownBy(() -> greet(failing)).hasMessageContaining("operation 0");
        assertThat(failing.closed()).isFalse();
        failing.close();
        assertThat(failing.closed()).isTrue();
        assertThatThrownBy(() -> greet(failing)).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void runsKeptRetriesAndEndsThePeersStreamWhenItFires() throws IOException {
        FailingTransport failing = new FailingTransport(pair.left(), 1);
        Retry retry = new Retry(() -> {});
        failing.read(ByteBuffer.allocate(1), retry);
        assertThatThrownBy(() -> failing.write(ByteBuffer.allocate(1), IGNORED)).isInstanceOf(IOException.class);
        assertThat(retry.count()).isEqualTo(1);
        assertThat(pair.right().read(ByteBuffer.allocate(1), IGNORED)).isEqualTo(-1);
    }

    @Test
    void refusesANegativePlace() {
        assertThatThrownBy(() -> new FailingTransport(pair.left(), -1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void greet(ByteTransport transport) throws IOException {
        transport.write(ByteBuffer.allocate(1), IGNORED);
        transport.flush(IGNORED);
        transport.read(ByteBuffer.allocate(1), IGNORED);
        transport.shutdownOutput();
    }
}
