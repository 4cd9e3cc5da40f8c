package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EstablishedTest {

    private static final Runnable NEVER = () -> {
        throw new AssertionError("nobody should try again");
    };

    private final ScriptedTransport transport = new ScriptedTransport();

    private Established established(String request) throws IOException {
        transport.arrives(request);
        return ServerHandshaker.builder()
                .scheduler(new ManualScheduler())
                .subprotocols(Subprotocols.serverPreference("a"))
                .build()
                .accept(transport);
    }

    private static String read(ByteTransport from, int octets) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(octets);
        int count = from.read(buffer, NEVER);
        assertThat(buffer.position()).isEqualTo(Math.max(0, count));
        return count < 0 ? "end" : Wire.text(buffer.flip());
    }

    @Test
    void isTheTransportItselfIfNothingIsLeftOver() throws IOException {
        assertThat(established(Wire.REQUEST).transport()).isSameAs(transport);
    }

    @Test
    void readsTheLeftoverFirstAndThenTheStream() throws IOException {
        Established established = established(Wire.REQUEST + "leftover");
        transport.arrives("stream").ends();
        ByteTransport open = established.transport();
        assertThat(read(open, 0)).isEmpty();
        assertThat(read(open, 4)).isEqualTo("left");
        assertThat(read(open, 100)).isEqualTo("over");
        assertThat(read(open, 100)).isEqualTo("stream");
        assertThat(read(open, 100)).isEqualTo("end");
        assertThat(read(open, 100)).isEqualTo("end");
    }

    @Test
    void showsTheLeftoverWithoutTakingIt() throws IOException {
        Established established = established(Wire.REQUEST + "leftover");
        ByteBuffer seen = established.leftover();
        assertThatThrownBy(() -> seen.put(0, (byte) 0)).isInstanceOf(ReadOnlyBufferException.class);
        seen.position(seen.limit());
        assertThat(read(established.transport(), 100)).isEqualTo("leftover");
        assertThat(Wire.text(established.leftover())).isEqualTo("leftover");
    }

    @Test
    void failsToReadLeftoverOnceItIsClosed() throws IOException {
        ByteTransport open = established(Wire.REQUEST + "leftover").transport();
        assertThat(read(open, 4)).isEqualTo("left");
        open.close();
        assertThat(transport.closes).isEqualTo(1);
        assertThatThrownBy(() -> read(open, 4)).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> open.write(ByteBuffer.allocate(1), NEVER)).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void passesAllElseThrough() throws IOException {
        ByteTransport open = established(Wire.REQUEST + "leftover").transport();
        int before = transport.written().length();
        assertThat(open.write(Wire.buffer("hello"), NEVER)).isEqualTo(5);
        assertThat(open.flush(NEVER)).isTrue();
        assertThat(transport.written().substring(before)).isEqualTo("hello");
        open.shutdownOutput();
        assertThat(transport.outputEnded).isTrue();
        transport.blocks = true;
        transport.mayBlock = false;
        transport.secure = true;
        assertThat(open.blocks()).isTrue();
        assertThat(open.mayBlock()).isFalse();
        assertThat(ConnectionInfo.of(open).secure()).isTrue();
        assertThat(ConnectionInfo.of(open).remoteAddress()).isEqualTo(transport.remoteAddress());
        assertThat(ConnectionInfo.of(open).localAddress()).isEmpty();
        assertThat(open).hasToString("scripted transport with 8 octets in front");
    }

    @Test
    void showsWhatWasAgreedOn() throws IOException {
        String request = Wire.requestWith("Sec-WebSocket-Protocol: a").replace("/chat", "/chat?token=secret");
        Established established = established(request);
        assertThat(established.subprotocol()).contains("a");
        assertThat(established).hasToString("open for /chat?(not shown), subprotocol a, extensions []");
        assertThat(new Established(
                        Role.SERVER,
                        transport,
                        Handshake.NOTHING,
                        established.request(),
                        established.response(),
                        null,
                        established.extensions()))
                .hasToString("open for /chat?(not shown), subprotocol none, extensions []");
    }

    @Test
    void knowsWhichSideWeAre() throws IOException {
        assertThat(established(Wire.REQUEST).role()).isEqualTo(Role.SERVER);
    }

    @Test
    void knowsNothingOfAConnectionThatTellsNothing() {
        assertThat(ConnectionInfo.UNKNOWN.remoteAddress()).isEmpty();
        assertThat(ConnectionInfo.UNKNOWN.localAddress()).isEmpty();
        assertThat(ConnectionInfo.UNKNOWN.secure()).isFalse();
        assertThat(ConnectionInfo.UNKNOWN).hasToString("unknown connection");
    }
}
