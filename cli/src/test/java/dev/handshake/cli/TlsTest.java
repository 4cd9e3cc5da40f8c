package dev.handshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both commands over TLS: what is trusted, and what is said of what is not. */
@Timeout(120)
class TlsTest {

    private static final String REQUEST = """
            GET / HTTP/1.1\r
            Host: a.example\r
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            \r
            """;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking", "netty"})
    void servesWssAndWsOnOnePort(String transport) throws Exception {
        try (RunningServer server = new RunningServer("--tls", "--transport", transport)) {
            assertThat(server.url("/")).startsWith("wss://");
            Outcome outcome = Outcome.of(
                    "connect",
                    "--json",
                    "--insecure",
                    "--transport",
                    transport,
                    server.url("/secure"),
                    server.plainUrl("/plain"));

            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.json())
                    .allSatisfy(
                            json -> assertThat(json.get("opened").asBoolean()).isTrue());
            assertThat(outcome.err()).matches("handshake: warning: --insecure .+\\R");
            assertThat(server.line()).contains("/secure", "101  open");
            assertThat(server.line()).contains("/plain", "101  open");
        }
    }

    @Test
    void saysWhatToDoWhereNoCertificateCanBeMade() {
        String home = System.setProperty("java.home", directory.toString());
        try {
            Outcome outcome = Outcome.of("serve", "--port", "0", "--tls");

            assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err()).matches("handshake: no self-signed .+ --cert and --key\\R");
        } finally {
            System.setProperty("java.home", home);
        }
    }

    @Test
    void trustsNoCertificateThatNobodyVouchesFor() throws Exception {
        try (RunningServer server = new RunningServer("--tls")) {
            Outcome outcome = Outcome.of("connect", "--json", server.url("/"));

            JsonNode json = outcome.json().get(0);
            assertThat(outcome.exitCode()).isEqualTo(ExitCode.NOT_REACHED);
            assertThat(json.get("failure").asText()).isEqualTo("NOT_REACHED");
            assertThat(json.get("phase").asText()).isEqualTo("TLS");
            assertThat(json.get("status").isNull()).isTrue();
            assertThat(outcome.err().lines())
                    .singleElement()
                    .asString()
                    .contains("NOT_REACHED: ", "the certificate is not trusted", "--cacert");
            assertThat(server.line()).contains("TLS REFUSED_BY_PEER");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void trustsExactlyTheCertificatesItIsGiven(String keyAlgorithm) throws Exception {
        Certificates ours = Certificates.in(directory, "ours", keyAlgorithm);
        Certificates other = Certificates.in(directory, "other", "EC");
        try (RunningServer server = new RunningServer(
                "--cert", ours.certificate().toString(), "--key", ours.key().toString())) {
            assertThat(connect(server, ours.certificate()).exitCode()).isZero();
            assertThat(server.line()).contains("101  open");
            assertThat(connect(server, other.certificate()).exitCode()).isEqualTo(ExitCode.NOT_REACHED);
            Path both = Files.writeString(
                    directory.resolve("both.pem"),
                    Files.readString(other.certificate()) + Files.readString(ours.certificate()));
            assertThat(connect(server, both).exitCode()).isZero();
        }
    }

    @Test
    void verifiesTheHostName() throws Exception {
        Certificates ours = Certificates.in(directory, "ours", "EC");
        try (RunningServer server = new RunningServer(
                "--cert", ours.certificate().toString(), "--key", ours.key().toString())) {
            String url = server.url("/").replace("127.0.0.1", "localhost");
            String file = ours.certificate().toString();

            assertThat(Outcome.of("connect", "--cacert", file, url).err())
                    .contains("the certificate is for another host");
            assertThat(Outcome.of("connect", "--insecure", url).exitCode()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking", "netty"})
    void holdsAnOpenConnectionUntilThePeerEndsIt(String transport) throws Exception {
        Certificates ours = Certificates.in(directory, "ours", "EC");
        try (RunningServer server = new RunningServer(
                        "--transport",
                        transport,
                        "--cert",
                        ours.certificate().toString(),
                        "--key",
                        ours.key().toString());
                Socket client = ours.trusting().getSocketFactory().createSocket("127.0.0.1", server.port)) {
            client.setSoTimeout(60_000);
            client.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            assertThat(server.line()).contains("101  open");
            client.getOutputStream().write(new byte[100_000]);
            client.shutdownOutput();

            assertThat(client.getInputStream().readAllBytes())
                    .startsWith("HTTP/1.1 101 ".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void saysThatAPlainPortHasNoTls() throws Exception {
        try (RunningServer server = new RunningServer()) {
            Outcome outcome = Outcome.of("connect", server.url("/").replace("ws:", "wss:"));

            assertThat(outcome.exitCode()).isEqualTo(ExitCode.NOT_REACHED);
            assertThat(outcome.out()).contains("\nNOT REACHED after ").doesNotContain("> ");
            assertThat(server.line()).contains("NOT_HTTP");
        }
    }

    @Test
    void doesNotWaitForASilentPeer() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Outcome outcome = Outcome.of(
                    "connect", "--json", "--timeout", "2s", "wss://127.0.0.1:" + silent.getLocalPort() + "/");

            assertThat(outcome.json().get(0).get("failure").asText()).isEqualTo("TIMED_OUT");
            assertThat(outcome.json().get(0).get("phase").asText()).isEqualTo("TLS");
            assertThat(outcome.exitCode()).isEqualTo(ExitCode.NOT_REACHED);
        }
    }

    @Test
    void takesNoKeyOfAnotherCertificate() throws Exception {
        Certificates ours = Certificates.in(directory, "ours", "EC");
        Certificates other = Certificates.in(directory, "other", "EC");
        Certificates rsa = Certificates.in(directory, "rsa", "RSA");

        assertThat(serve(ours.certificate(), other.key())).contains("is not that of the certificate");
        assertThat(serve(ours.certificate(), rsa.key())).contains("holds no EC key");
        assertThat(serve(ours.certificate(), ours.certificate())).contains("must hold one key in PEM by PKCS#8");
        assertThat(serve(ours.key(), ours.key())).contains("holds no certificate");
    }

    @Test
    void showsNothingOfAFileThatIsBroken() throws Exception {
        Certificates ours = Certificates.in(directory, "ours", "EC");
        Path key = Files.writeString(
                directory.resolve("bad.key"), Certificates.pem("PRIVATE KEY", "secret".getBytes("US-ASCII")));
        Path certificate = Files.writeString(
                directory.resolve("bad.pem"), Certificates.pem("CERTIFICATE", "secret".getBytes("US-ASCII")));

        assertThat(serve(ours.certificate(), key)).contains("holds no EC key").doesNotContain("secret", "c2Vjc");
        assertThat(serve(certificate, key)).contains("can't be read").doesNotContain("secret", "c2Vjc");
    }

    private static Outcome connect(RunningServer server, Path trusted) {
        return Outcome.of("connect", "--cacert", trusted.toString(), server.url("/"));
    }

    private static String serve(Path certificate, Path key) {
        Outcome outcome = Outcome.of("serve", "--port", "0", "--cert", certificate.toString(), "--key", key.toString());
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(outcome.out()).isEmpty();
        return outcome.err();
    }
}
