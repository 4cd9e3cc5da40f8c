package dev.handshake.interop.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.ClientHandshaker;
import dev.handshake.Established;
import dev.handshake.HandshakeException;
import dev.handshake.HandshakeServer;
import dev.handshake.ListenOptions;
import dev.handshake.Role;
import dev.handshake.Transports;
import dev.handshake.conformance.Offer;
import dev.handshake.conformance.Profile;
import dev.handshake.conformance.Rating;
import dev.handshake.conformance.Report;
import dev.handshake.conformance.ScannedServer;
import dev.handshake.conformance.Suite;
import dev.handshake.conformance.TestedClient;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The public suite, as anybody may run it, against our own server and client over each transport. */
class ConformanceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking", "netty"})
    void serverIsRightInEachCase(String transport) throws Exception {
        try (TransportGroup group = Transports.named(transport).open(TransportOptions.defaults());
                HandshakeServer server = Profile.usual()
                        .server()
                        .build()
                        .listen(
                                group,
                                new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0),
                                ListenOptions.defaults(),
                                open -> open.transport().close())) {
            int port = ((InetSocketAddress) server.localAddress()).getPort();
            ScannedServer scanned = new ScannedServer(URI.create("ws://127.0.0.1:" + port + "/ws")).patience(PATIENCE);

            assertRight(Suite.of(Role.SERVER).run(scanned, ConformanceTest::ignore));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking", "netty"})
    void clientIsRightInEachCase(String transport) throws Exception {
        try (TransportGroup group = Transports.named(transport).open(TransportOptions.defaults());
                TestedClient client =
                        new TestedClient("our client", PATIENCE, (url, offer) -> opens(group, url, offer))) {

            assertRight(Suite.of(Role.CLIENT).run(client, ConformanceTest::ignore));
        }
    }

    private static boolean opens(TransportGroup group, URI url, Offer offer) throws IOException {
        ClientHandshaker client = Profile.usual()
                .client(offer)
                .group(group)
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            Established open = client.connect(url);
            open.transport().close();
            return true;
        } catch (HandshakeException e) {
            return false;
        }
    }

    private static void ignore(Object result, int number, int total) {}

    private static void assertRight(Report report) {
        assertThat(report.results()).hasSizeGreaterThan(60);
        assertThat(report.results().stream()
                        .filter(result -> result.verdict().rating() == Rating.WRONG
                                || result.verdict().rating() == Rating.ADVICE)
                        .map(result -> result.of() + ", " + result.delivery() + ": "
                                + result.verdict().findings()))
                .isEmpty();
        assertThat(report.cutShort()).isEmpty();
    }
}
