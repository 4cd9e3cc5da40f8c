package dev.handshake.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshake.HandshakeException;
import dev.handshake.HandshakeFailure;
import dev.handshake.HandshakeServer;
import dev.handshake.ListenOptions;
import dev.handshake.ServerHandshaker;
import dev.handshake.Transports;
import dev.handshake.messages.WebSocket;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import dev.handshake.tck.SelfSigned;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CarefulClientTest {

    private static final PasswordAuthentication LOGIN = new PasswordAuthentication("ann", "s3cr3t".toCharArray());

    private TransportGroup group;
    private HandshakeServer server;
    private ConnectProxy proxy;

    @BeforeEach
    void serve() throws Exception {
        group = Transports.best().open(TransportOptions.defaults());
        ListenOptions onlyTls =
                ListenOptions.defaults().tls(SelfSigned.localhost()).tlsOnly();
        server = ServerHandshaker.create()
                .listen(
                        group,
                        Wire.anyPort(),
                        onlyTls,
                        open -> WebSocket.over(open).forEach(WebSocket::sendAsync));
        proxy = new ConnectProxy();
    }

    @AfterEach
    void close() throws Exception {
        proxy.close();
        group.close();
    }

    @Test
    void trustsTheAuthoritiesOfTheFile(@TempDir Path directory) throws Exception {
        Path authorities = Files.writeString(directory.resolve("authorities.pem"), pem());
        assertThat(client(CarefulClient.trusting(authorities)).ask(address(), "through"))
                .isEqualTo("through");
    }

    @Test
    void tellsThePasswordToTheProxyOnlyAndWhenAsked() throws Exception {
        client(SelfSigned.localhost()).ask(address(), "through");
        assertThat(proxy.asked).hasSize(2);
        assertThat(proxy.asked.get(0))
                .startsWith("CONNECT localhost:" + server.port() + " HTTP/1.1\r\n")
                .doesNotContain("Authorization");
        assertThat(proxy.asked.get(1)).contains("\r\nProxy-Authorization: Basic YW5uOnMzY3IzdA==\r\n");
    }

    @Test
    void trustsNobodyElse() throws Exception {
        CarefulClient client = client(SSLContext.getDefault());
        assertThatThrownBy(() -> client.ask(address(), "through"))
                .isInstanceOfSatisfying(
                        HandshakeException.class, e -> assertThat(e.failure()).isEqualTo(HandshakeFailure.NOT_REACHED));
    }

    private CarefulClient client(SSLContext trust) {
        return new CarefulClient(trust, "127.0.0.1", proxy.port(), LOGIN);
    }

    private URI address() {
        return URI.create("wss://localhost:" + server.port() + "/");
    }

    /** The certificate that the server shows. */
    private String pem() throws Exception {
        try (SSLSocket socket =
                (SSLSocket) SelfSigned.localhost().getSocketFactory().createSocket("127.0.0.1", server.port())) {
            socket.startHandshake();
            Certificate certificate = socket.getSession().getPeerCertificates()[0];
            byte[] lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                    .encode(certificate.getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + new String(lines, StandardCharsets.US_ASCII)
                    + "\n-----END CERTIFICATE-----\n";
        }
    }
}
