package dev.handshake.interop.listen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.ClientHandshaker;
import dev.handshake.Established;
import dev.handshake.HandshakeFailure;
import dev.handshake.HandshakeReport;
import dev.handshake.HandshakeResponse;
import dev.handshake.HandshakeServer;
import dev.handshake.ListenOptions;
import dev.handshake.ServerHandshaker;
import dev.handshake.Transports;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import dev.handshake.tck.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One port over real connections. */
@Timeout(60)
class ListenTest {

    private static final String REQUEST = "GET /chat HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    private static final String PAGE = "GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String SOURCE = "PROXY TCP4 203.0.113.9 198.51.100.1 4660 443\r\n";

    private final BlockingQueue<Established> opened = new LinkedBlockingQueue<>();
    private final BlockingQueue<HandshakeReport> reports = new LinkedBlockingQueue<>();
    private TransportGroup group;
    private HandshakeServer server;

    static Stream<String> transports() {
        return Stream.of("nio", "blocking", "netty");
    }

    private int listen(String transport, ListenOptions options) throws IOException {
        group = Transports.named(transport).open(TransportOptions.defaults());
        server = ServerHandshaker.builder()
                .keepAlive(true)
                .timeout(Duration.ofSeconds(20))
                .listener(reports::add)
                .fallback(request -> HandshakeResponse.builder(200).body("page").build())
                .build()
                .listen(group, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), options, opened::add);
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
            group.close();
        }
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("it comes in time").isNotNull();
        return next;
    }

    private static Socket socket(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static String head(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = socket.getInputStream().read();
            assertThat(octet).as("the end came behind: %s", head).isNotNegative();
            head.append((char) octet);
        }
        return head.toString();
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private void awaitPending(int count) {
        while (server.pending() != count) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void takesWsAndWssOnOnePort(String transport) throws Exception {
        int port = listen(transport, ListenOptions.defaults().tls(SelfSigned.localhost()));
        ClientHandshaker client = ClientHandshaker.builder()
                .group(group)
                .tls(SelfSigned.localhost())
                .build();
        for (String scheme : new String[] {"ws", "wss", "wss", "ws"}) {
            Established here = client.connect(URI.create(scheme + "://localhost:" + port + "/chat"));
            Established there = next(opened);
            assertThat(there.request().connection().secure()).isEqualTo(scheme.equals("wss"));
            assertThat(there.request().target()).isEqualTo("/chat");
            here.transport().close();
            there.transport().close();
        }
        awaitPending(0);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void takesNoPlainTextWhereTlsIsAsked(String transport) throws Exception {
        int port = listen(
                transport, ListenOptions.defaults().tls(SelfSigned.localhost()).tlsOnly());
        try (Socket socket = socket(port)) {
            send(socket, REQUEST);
            assertThat(next(reports).failure()).isEqualTo(HandshakeFailure.TLS_FAILED);
        }
        awaitPending(0);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void takesThePeersAddressFromAProxyBeforeEitherOctetByOctet(String transport) throws Exception {
        int port = listen(
                transport, ListenOptions.defaults().tls(SelfSigned.localhost()).proxyProtocol("127.0.0.0/8", "::1"));
        byte[] version2 = {
            13,
            10,
            13,
            10,
            0,
            13,
            10,
            'Q',
            'U',
            'I',
            'T',
            10,
            0x21,
            0x11,
            0,
            12,
            (byte) 203,
            0,
            113,
            9,
            (byte) 198,
            51,
            100,
            1,
            0x12,
            0x34,
            1,
            (byte) 0xbb
        };
        String[] headers = {SOURCE, new String(version2, StandardCharsets.ISO_8859_1)};
        for (String header : headers) {
            for (boolean encrypted : new boolean[] {false, true}) {
                try (Socket socket = socket(port)) {
                    for (char octet : header.toCharArray()) {
                        send(socket, String.valueOf(octet));
                    }
                    Socket inside = encrypted
                            ? SelfSigned.localhost().getSocketFactory().createSocket(socket, "localhost", port, true)
                            : socket;
                    send(inside, REQUEST);
                    assertThat(head(inside)).startsWith("HTTP/1.1 101 ");
                    Established open = next(opened);
                    assertThat(open.request().connection().secure()).isEqualTo(encrypted);
                    assertThat(open.request().connection().remoteAddress())
                            .contains(new InetSocketAddress("203.0.113.9", 0x1234));
                    open.transport().close();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void closesWhatComesWithoutTheProxysHeaderAndSaysSo(String transport) throws Exception {
        int port = listen(transport, ListenOptions.defaults().proxyProtocol("127.0.0.1", "::1"));
        for (String start : new String[] {REQUEST, "PROXY TCP4 nobody\r\n" + REQUEST}) {
            try (Socket socket = socket(port)) {
                send(socket, start);
                HandshakeReport report = next(reports);
                assertThat(report.cause()).hasMessageContaining("no valid PROXY protocol header");
                assertThat(report.failure()).isEqualTo(HandshakeFailure.NO_PROXY_HEADER);
            }
        }
        awaitPending(0);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void answersTwoThousandRequestsAndOpensOnOneConnection(String transport) throws Exception {
        int port = listen(transport, ListenOptions.defaults());
        try (Socket socket = socket(port)) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    send(socket, PAGE.repeat(2000) + REQUEST);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            for (int i = 0; i < 2000; i++) {
                assertThat(head(socket)).startsWith("HTTP/1.1 200 ");
                assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo("page");
            }
            assertThat(head(socket)).startsWith("HTTP/1.1 101 ");
            sending.get(20, TimeUnit.SECONDS);
            next(opened).transport().close();
        }
        awaitPending(0);
        assertThat(reports).hasSize(2001);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void turnsAwayWhatIsTooMuchAndTakesMoreLater(String transport) throws Exception {
        int port = listen(transport, ListenOptions.defaults().pendingAtMost(5, 1));
        try (Socket first = socket(port)) {
            awaitPending(1);
            for (int i = 0; i < 3; i++) {
                try (Socket second = socket(port)) {
                    send(second, REQUEST);
                    second.shutdownOutput();
                    assertThat(rest(second)).startsWith("HTTP/1.1 503 ").contains("\r\nRetry-After: 1\r\n");
                    HandshakeReport report = next(reports);
                    assertThat(report.failure()).isEqualTo(HandshakeFailure.TOO_MANY_PENDING);
                    assertThat(report.bytesRead()).isZero();
                }
            }
            send(first, REQUEST);
            assertThat(head(first)).startsWith("HTTP/1.1 101 ");
            next(opened).transport().close();
        }
        awaitPending(0);
        try (Socket third = socket(port)) {
            send(third, REQUEST);
            assertThat(head(third)).startsWith("HTTP/1.1 101 ");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void stopsWithoutBreakingOffWhatGoesOn(String transport) throws Exception {
        int port = listen(transport, ListenOptions.defaults());
        try (Socket pending = socket(port);
                Socket other = socket(port)) {
            awaitPending(2);
            CompletableFuture<Void> stopped = server.stop();
            assertThat(stopped).isNotDone();
            send(pending, REQUEST);
            assertThat(head(pending)).startsWith("HTTP/1.1 101 ");
            Established open = next(opened);
            server.close();
            assertThat(other.getInputStream().read()).isEqualTo(-1);
            stopped.get(20, TimeUnit.SECONDS);
            pending.shutdownOutput();
            open.transport().close();
        }
        assertThat(server.pending()).isZero();
    }
}
