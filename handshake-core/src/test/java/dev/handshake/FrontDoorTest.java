package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.handshake.tls.TlsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class FrontDoorTest {

    private static final String SOURCE = "PROXY TCP4 203.0.113.9 198.51.100.1 4660 443\r\n";

    private final ScriptedTransport below = new ScriptedTransport();
    private final ListenOptions proxied = ListenOptions.defaults().proxyProtocol("10.0.0.0/8", "::1");

    private FrontDoor door(String peer, ListenOptions options) throws IOException {
        below.remote = new InetSocketAddress(InetAddress.getByName(peer), 99);
        return new FrontDoor(below, options);
    }

    private static ListenOptions withTls(ListenOptions options) {
        try {
            return options.tls(SSLContext.getDefault());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Reads all that is there now. */
    private static String read(FrontDoor door) throws IOException {
        StringBuilder text = new StringBuilder();
        while (true) {
            ByteBuffer part = ByteBuffer.allocate(7);
            if (door.read(part, () -> {}) <= 0) {
                return text.toString();
            }
            text.append(Wire.text(part.flip()));
        }
    }

    static Stream<byte[]> headers() {
        return Stream.of(
                Wire.raw(SOURCE),
                ProxyHeaderTest.version2(0x21, 0x11, "cb007109 c6336401 1234 01bb"),
                ProxyHeaderTest.version2(0x21, 0x11, "cb007109 c6336401 1234 01bb 04 01f4" + "00".repeat(500)));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void takesTheAddressesOfAHeaderHoweverItArrives(byte[] header) throws IOException {
        byte[] all = ByteBuffer.allocate(header.length + 3)
                .put(header)
                .put(Wire.raw("abc"))
                .array();
        for (int size : new int[] {1, 2, 16, 100, all.length}) {
            ScriptedTransport pieces = new ScriptedTransport();
            pieces.remote = new InetSocketAddress(InetAddress.getByName("10.1.2.3"), 99);
            for (int at = 0; at < all.length; at += size) {
                pieces.arrives(java.util.Arrays.copyOfRange(all, at, Math.min(all.length, at + size)));
            }
            FrontDoor door = new FrontDoor(pieces, size == 2 ? withTls(proxied) : proxied);
            assertThat(read(door)).as("in pieces of %d", size).isEqualTo("abc");
            assertThat(door.remoteAddress()).contains(at("203.0.113.9", 0x1234));
            assertThat(door.localAddress()).contains(at("198.51.100.1", 443));
            assertThat(door.secure()).isFalse();
        }
    }

    private static SocketAddress at(String address, int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(address), port);
    }

    @Test
    void keepsTheConnectionsOwnAddressWhereTheProxyNamesNone() throws IOException {
        FrontDoor door = door("::1", proxied);
        below.arrives(Wire.raw("PROXY UNKNOWN\r\nabc"));
        assertThat(read(door)).isEqualTo("abc");
        assertThat(door.remoteAddress()).contains(at("::1", 99));
    }

    @Test
    void understandsAHeaderFromAProxyOnly() throws IOException {
        FrontDoor door = door("192.0.2.1", proxied);
        below.arrives(Wire.raw(SOURCE));
        assertThat(read(door)).isEqualTo(SOURCE);
        assertThat(door.remoteAddress()).contains(at("192.0.2.1", 99));
    }

    @Test
    void takesAPeerWithoutAnIpAddressForNoProxy() throws IOException {
        below.arrives(Wire.raw(SOURCE));
        assertThat(read(new FrontDoor(below, proxied))).isEqualTo(SOURCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n", "PROXY TCP4 1.2.3.4\r\n", "\r\n\r\nx", "\u0016\u0003\u0001"})
    void failsOnWhatIsNoHeader(String start) throws IOException {
        FrontDoor door = door("10.0.0.1", withTls(proxied));
        below.arrives(Wire.raw(start));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read(door))
                .withMessageContaining("is the proxy set up to send it");
    }

    @Test
    void endsWhereTheConnectionEndsWithinAHeader() throws IOException {
        FrontDoor door = door("10.0.0.1", proxied);
        below.arrives(Wire.raw("PROXY TC")).ends();
        assertThat(door.read(ByteBuffer.allocate(1), () -> {})).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsTlsFromPlainTextAlsoBehindAHeader(boolean encrypted) throws IOException {
        FrontDoor door = door("10.0.0.1", withTls(proxied));
        byte[] hello = {0x16, 3, 1, 0, 100, 1, 0, 0, 96};
        below.arrives(Wire.raw(SOURCE)).arrivesOctetByOctet("");
        for (byte octet : encrypted ? hello : Wire.raw("GET")) {
            below.arrives(new byte[] {octet});
        }
        assertThat(read(door)).isEqualTo(encrypted ? "" : "GET");
        assertThat(door.secure()).isEqualTo(encrypted);
    }

    @Test
    void takesNoPlainTextOnAPortForTlsOnly() throws IOException {
        FrontDoor door = door("192.0.2.1", withTls(ListenOptions.defaults()).tlsOnly());
        below.arrives(Wire.raw("GET / HTTP/1.1\r\n\r\n"));
        assertThatExceptionOfType(TlsException.class).isThrownBy(() -> read(door));
    }

    @Test
    void closesAndForwardsWhateverIsInside() throws IOException {
        FrontDoor door = door("192.0.2.1", withTls(ListenOptions.defaults()));
        assertThat(door.blocks()).isFalse();
        assertThat(door.mayBlock()).isTrue();
        assertThat(door.localAddress()).isEmpty();
        assertThat(door.toString()).contains("scripted transport");
        below.arrives(Wire.raw("GET"));
        assertThat(read(door)).isEqualTo("GET");
        assertThat(door.write(ByteBuffer.wrap(Wire.raw("answer")), () -> {})).isEqualTo(6);
        assertThat(door.flush(() -> {})).isTrue();
        assertThat(below.written()).isEqualTo("answer");
        door.shutdownOutput();
        assertThat(below.outputEnded).isTrue();
        door.close();
        assertThat(below.isClosed()).isTrue();
    }
}
