package dev.handshake.interop.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.handshake.ClientHandshaker;
import dev.handshake.Decision;
import dev.handshake.Established;
import dev.handshake.HandshakeException;
import dev.handshake.HandshakeFailure;
import dev.handshake.HandshakePhase;
import dev.handshake.HandshakeReport;
import dev.handshake.HandshakeServer;
import dev.handshake.Headers;
import dev.handshake.ListenOptions;
import dev.handshake.ServerHandshaker;
import dev.handshake.Transports;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import dev.handshake.tck.SelfSigned;
import dev.handshake.tls.TlsException;
import dev.handshake.tls.TlsFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From a URI to an open connection, over real ones. */
@Timeout(60)
class ConnectTest {

    private final BlockingQueue<HandshakeReport> reports = new LinkedBlockingQueue<>();
    private TransportGroup group;

    static Stream<String> transports() {
        return Stream.of("nio", "blocking", "netty");
    }

    private ClientHandshaker.Builder client(String transport) throws IOException {
        group = Transports.named(transport).open(TransportOptions.defaults());
        return ClientHandshaker.builder().group(group).listener(reports::add).tls(SelfSigned.localhost());
    }

    @AfterEach
    void close() {
        if (group != null) {
            group.close();
        }
    }

    private static HandshakeException failure(ClientHandshaker.Builder client, String uri) {
        return catchThrowableOfType(
                HandshakeException.class, () -> client.build().connect(URI.create(uri)));
    }

    private static String redirect(String location) {
        return "HTTP/1.1 307 There\r\nContent-Length: 0\r\nLocation: " + location + "\r\n\r\n";
    }

    @ParameterizedTest
    @MethodSource("transports")
    void noCredentialCrossesOrigins(String transport) throws IOException {
        try (RawServer second = new RawServer(redirect("/again"), RawServer.OPEN);
                RawServer first = new RawServer(
                        "HTTP/1.1 401 Who\r\nContent-Length: 0\r\n\r\n",
                        redirect("/near"),
                        redirect("http://127.0.0.1:" + second.port() + "/far"))) {
            ClientHandshaker client = client(transport)
                    .followRedirects(5)
                    .header("Cookie", "hidden")
                    .header("Authorization", "Basic hidden")
                    .authenticator((uri, challenge) -> "Bearer hidden")
                    .build();
            Established open = client.connect(URI.create("ws://127.0.0.1:" + first.port() + "/"));
            open.transport().close();
            first.awaitEnds();
            second.awaitEnds();
            assertThat(first.received).hasSize(3);
            assertThat(first.received(0)).contains("Basic hidden", "Cookie: hidden");
            assertThat(first.received(2)).contains("GET /near ", "Bearer hidden", "Cookie: hidden");
            assertThat(second.received).hasSize(2);
            assertThat(second.received(0))
                    .startsWith("GET /far HTTP/1.1\r\nHost: 127.0.0.1:" + second.port() + "\r\n")
                    .doesNotContain("hidden");
            assertThat(second.received(1)).startsWith("GET /again ").doesNotContain("hidden");
            assertThat(reports).hasSize(5);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void neverGivesUpTlsForARedirect(String transport) throws IOException {
        ClientHandshaker.Builder builder = client(transport).followRedirects(5).header("Cookie", "hidden");
        try (RawServer plain = new RawServer(RawServer.OPEN);
                HandshakeServer server = ServerHandshaker.builder()
                        .decider(request -> Decision.reject(
                                302, Headers.of("Location", "ws://127.0.0.1:" + plain.port() + "/"), "there"))
                        .build()
                        .listen(
                                group,
                                new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0),
                                ListenOptions.defaults()
                                        .tls(SelfSigned.localhost())
                                        .tlsOnly(),
                                open -> {})) {
            int port = ((InetSocketAddress) server.localAddress()).getPort();
            HandshakeException failure = failure(builder, "wss://localhost:" + port + "/");
            assertThat(failure.failure()).isEqualTo(HandshakeFailure.BAD_REDIRECT);
            assertThat(failure).hasMessageContaining("from wss to ws");
            assertThat(plain.received).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void goesThroughAProxyAndKeepsWhatIsBehindItsAnswer(String transport) throws IOException {
        String established = "HTTP/1.1 200 Established\r\n\r\n";
        try (RawServer proxy = new RawServer(
                "HTTP/1.1 407 Who\r\nContent-Length: 0\r\n\r\n", established, RawServer.OPEN + "leftover")) {
            Established open = client(transport)
                    .proxy("localhost", proxy.port())
                    .proxyCredentials(() -> new java.net.PasswordAuthentication("a", "b".toCharArray()))
                    .header("Authorization", "Bearer hidden")
                    .build()
                    .connect(URI.create("ws://far.invalid/chat"));
            ByteBuffer read = ByteBuffer.allocate(8);
            while (read.hasRemaining()) {
                assertThat(open.transport().read(read, () -> {})).isNotNegative();
            }
            assertThat(read.array()).asString(StandardCharsets.US_ASCII).isEqualTo("leftover");
            open.transport().close();
            proxy.awaitEnds();
            assertThat(proxy.received(0)).isEqualTo("CONNECT far.invalid:80 HTTP/1.1\r\nHost: far.invalid:80\r\n\r\n");
            assertThat(proxy.received(1))
                    .startsWith("CONNECT far.invalid:80 HTTP/1.1\r\nHost: far.invalid:80\r\n"
                            + "Proxy-Authorization: Basic YTpi\r\n\r\nGET /chat HTTP/1.1\r\nHost: far.invalid\r\n");
            assertThat(reports).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void doesTheTlsHandshakeWithinTheTunnel(String transport) throws IOException {
        ClientHandshaker.Builder builder = client(transport);
        BlockingQueue<Established> opened = new LinkedBlockingQueue<>();
        try (HandshakeServer server = ServerHandshaker.create()
                        .listen(
                                group,
                                new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0),
                                ListenOptions.defaults()
                                        .tls(SelfSigned.localhost())
                                        .tlsOnly(),
                                opened::add);
                Tunnel proxy = new Tunnel()) {
            int port = ((InetSocketAddress) server.localAddress()).getPort();
            Established open = builder.proxy("127.0.0.1", proxy.port())
                    .build()
                    .connect(URI.create("wss://localhost:" + port + "/"));
            assertThat(open.request().connection().secure()).isTrue();
            assertThat(proxy.asked()).startsWith("CONNECT localhost:" + port + " HTTP/1.1\r\n");
            open.transport().close();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void triesEveryAddressOfAName(String transport) throws IOException {
        // Where localhost has two addresses, the server is at one of them only.
        try (RawServer server = new RawServer(RawServer.OPEN)) {
            client(transport)
                    .build()
                    .connect(URI.create("ws://localhost:" + server.port() + "/"))
                    .transport()
                    .close();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void saysThatNobodyListens(String transport) throws IOException {
        int port;
        try (ServerSocket gone = new ServerSocket(0)) {
            port = gone.getLocalPort();
        }
        HandshakeException failure = failure(client(transport), "ws://localhost:" + port + "/");
        assertThat(failure.failure()).isEqualTo(HandshakeFailure.NOT_REACHED);
        assertThat(failure.phase()).isEqualTo(HandshakePhase.CONNECT);
        assertThat(reports).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void oneDeadlineCoversEachPhase(String transport) throws IOException {
        for (HandshakePhase phase :
                new HandshakePhase[] {HandshakePhase.PROXY, HandshakePhase.TLS, HandshakePhase.RESPONSE}) {
            try (RawServer silent = new RawServer()) {
                ClientHandshaker.Builder builder = client(transport).timeout(Duration.ofMillis(300));
                if (phase == HandshakePhase.PROXY) {
                    builder.proxy("127.0.0.1", silent.port());
                }
                String scheme = phase == HandshakePhase.TLS ? "wss" : "ws";
                HandshakeException failure = failure(builder, scheme + "://127.0.0.1:" + silent.port() + "/");
                assertThat(failure.failure()).isEqualTo(HandshakeFailure.TIMED_OUT);
                assertThat(failure.phase()).isEqualTo(phase);
                silent.awaitEnds();
            }
            group.close();
        }
        assertThat(reports).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aCancelClosesTheConnection(String transport) throws IOException {
        try (RawServer silent = new RawServer()) {
            CompletableFuture<Established> future =
                    client(transport).build().connectAsync(URI.create("ws://127.0.0.1:" + silent.port() + "/"));
            while (silent.received.isEmpty() || !silent.received(0).endsWith("\r\n\r\n")) {
                Thread.onSpinWait();
            }
            future.cancel(true);
            silent.awaitEnds();
            assertThat(reports).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void saysWhyTlsFailed(String transport) throws Exception {
        SSLContext elsewhere = SelfSigned.context("dns:elsewhere.example");
        reachesNot(transport, elsewhere, elsewhere, TlsFailure.WRONG_NAME);
        reachesNot(transport, SelfSigned.localhost(), SSLContext.getDefault(), TlsFailure.UNTRUSTED);
    }

    private void reachesNot(String transport, SSLContext server, SSLContext trusting, TlsFailure why)
            throws IOException {
        ClientHandshaker.Builder builder = client(transport).tls(trusting);
        try (HandshakeServer listening = ServerHandshaker.create()
                .listen(
                        group,
                        new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0),
                        ListenOptions.defaults().tls(server),
                        open -> {})) {
            int port = ((InetSocketAddress) listening.localAddress()).getPort();
            HandshakeException failure = failure(builder, "wss://localhost:" + port + "/");
            assertThat(failure.failure()).isEqualTo(HandshakeFailure.NOT_REACHED);
            assertThat(failure.phase()).isEqualTo(HandshakePhase.TLS);
            assertThat(failure.getCause())
                    .isInstanceOfSatisfying(
                            TlsException.class, e -> assertThat(e.failure()).isEqualTo(why));
            while (listening.pending() > 0) {
                Thread.onSpinWait();
            }
        }
        group.close();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void takesATransportByNameOrTheBestThereIs(String transport) throws IOException {
        try (RawServer server = new RawServer(RawServer.OPEN, RawServer.OPEN)) {
            URI uri = URI.create("ws://127.0.0.1:" + server.port() + "/");
            ClientHandshaker.create().connect(uri).transport().close();
            ClientHandshaker.builder()
                    .transport(transport)
                    .build()
                    .connect(uri)
                    .transport()
                    .close();
            server.awaitEnds();
        }
    }
}
