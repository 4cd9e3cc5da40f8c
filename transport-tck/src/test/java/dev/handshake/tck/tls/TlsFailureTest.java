package dev.handshake.tck.tls;

import static dev.handshake.tck.tls.Ends.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshake.HandshakeException;
import dev.handshake.HandshakeFailure;
import dev.handshake.ServerHandshaker;
import dev.handshake.tck.MemoryTransport;
import dev.handshake.tls.TlsException;
import dev.handshake.tls.TlsFailure;
import dev.handshake.tls.TlsTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way in which TLS does not come about has a reason of its own, at both ends as far as they can know. */
class TlsFailureTest {

    private static final String TLS_1_2 = "TLSv1.2";
    private static final String TLS_1_3 = "TLSv1.3";

    private final MemoryTransport.Pair pair = MemoryTransport.pair();

    private Ends.Outcome shake(String host, SSLContext server, SSLParameters parameters) {
        return Ends.shake(
                TlsTransport.client(pair.left(), Authority.TRUSTING, host, 443, parameters),
                TlsTransport.server(pair.right(), server));
    }

    private static void assertFailures(Ends.Outcome outcome, TlsFailure client, TlsFailure server) {
        assertThat(failure(outcome.client())).as("the client's").isEqualTo(client);
        assertThat(failure(outcome.server())).as("the server's").isEqualTo(server);
    }

    private static TlsFailure failure(IOException e) {
        assertThat(e).isInstanceOf(TlsException.class);
        return ((TlsException) e).failure();
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void aCertificateForAnotherName(String version) {
        Ends.Outcome outcome = shake("localhost", Authority.TRUSTED.serverFor("other.example"), TlsPair.only(version));
        assertFailures(outcome, TlsFailure.WRONG_NAME, TlsFailure.REFUSED_BY_PEER);
        assertThat(outcome.client()).hasMessageContaining("localhost").hasMessageContaining("another host");
        assertThat(outcome.server()).hasMessageContaining("certificate_unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2", "localhost", "::1"})
    void aCertificateForAnotherAddress(String other) {
        assertFailures(
                shake("127.0.0.1", Authority.TRUSTED.serverFor(other), new SSLParameters()),
                TlsFailure.WRONG_NAME,
                TlsFailure.REFUSED_BY_PEER);
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void aCertificateOfAnotherAuthority(String version) {
        Ends.Outcome outcome = shake("localhost", new Authority("other").serverFor("localhost"), TlsPair.only(version));
        assertFailures(outcome, TlsFailure.UNTRUSTED, TlsFailure.REFUSED_BY_PEER);
        assertThat(outcome.client()).hasMessageContaining("trust store");
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void aCertificateThatVouchesForItself(String version) {
        assertFailures(
                shake("localhost", Authority.selfSignedServerFor("localhost"), TlsPair.only(version)),
                TlsFailure.UNTRUSTED,
                TlsFailure.REFUSED_BY_PEER);
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void aCertificateWhoseTimeIsOver(String version) {
        assertFailures(
                shake("localhost", Authority.TRUSTED.expiredServerFor("localhost"), TlsPair.only(version)),
                TlsFailure.EXPIRED,
                TlsFailure.REFUSED_BY_PEER);
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void noCommonApplicationProtocol(String version) {
        SSLParameters parameters = TlsPair.only(version);
        parameters.setApplicationProtocols(new String[] {"h2"});
        assertFailures(
                shake("localhost", Authority.LOCALHOST, parameters),
                TlsFailure.NO_COMMON_ALPN,
                TlsFailure.NO_COMMON_ALPN);
    }

    @Test
    void noCommonVersion() {
        TlsTransport client =
                TlsTransport.client(pair.left(), Authority.TRUSTING, "localhost", 443, TlsPair.only(TLS_1_2));
        TlsTransport server = TlsTransport.server(pair.right(), Authority.LOCALHOST, TlsPair.only(TLS_1_3));
        assertFailures(Ends.shake(client, server), TlsFailure.REFUSED_BY_PEER, TlsFailure.PROTOCOL);
    }

    @Test
    void anHttpRequestToATlsPort() throws IOException {
        Ends.write(pair.left(), "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        TlsTransport server = TlsTransport.server(pair.right(), Authority.LOCALHOST);
        assertNotTls(server);
        assertThat(Ends.read(pair.left())).as("an alert").startsWith("\u0015\u0003");
    }

    @Test
    void twoPlainBytesAndTheEndToATlsPort() throws IOException {
        Ends.write(pair.left(), "hi");
        pair.left().shutdownOutput();
        assertNotTls(TlsTransport.server(pair.right(), Authority.LOCALHOST));
    }

    @Test
    void aPlainAnswerToATlsClient() throws IOException {
        Ends.write(pair.right(), "HTTP/1.1 400 Bad Request\r\n\r\n");
        assertNotTls(TlsTransport.client(pair.left(), Authority.TRUSTING, "localhost", 443));
    }

    private static void assertNotTls(TlsTransport transport) {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> transport.flush(NOTHING))
                    .isInstanceOfSatisfying(
                            TlsException.class, e -> assertThat(e.failure()).isEqualTo(TlsFailure.NOT_TLS))
                    .hasMessageContaining("plain text");
        }
    }

    @Test
    void aTlsClientOnAPlainPort() throws IOException {
        TlsTransport client = TlsTransport.client(pair.left(), Authority.TRUSTING, "localhost", 443);
        assertThat(client.flush(NOTHING)).isFalse();
        assertThatThrownBy(() -> ServerHandshaker.create().accept(pair.right()))
                .isInstanceOfSatisfying(
                        HandshakeException.class, e -> assertThat(e.failure()).isEqualTo(HandshakeFailure.NOT_HTTP));
        assertThatThrownBy(() -> client.flush(NOTHING))
                .isInstanceOfSatisfying(
                        TlsException.class, e -> assertThat(e.failure()).isEqualTo(TlsFailure.TRUNCATED))
                .hasMessageContaining("before any TLS was seen");
    }

    @Test
    void anEndWithoutCloseNotify() throws IOException {
        TlsPair tls = TlsPair.over(pair, t -> t, TLS_1_3).shaken();
        Ends.write(tls.client(), "half a mess");
        pair.left().close();
        ByteBuffer dst = ByteBuffer.allocate(64);
        assertThat(tls.server().read(dst, NOTHING)).isEqualTo(11);
        assertThatThrownBy(() -> tls.server().read(dst, NOTHING))
                .isInstanceOfSatisfying(
                        TlsException.class, e -> assertThat(e.failure()).isEqualTo(TlsFailure.TRUNCATED));
    }

    @Test
    void bytesThatDoNotDecrypt() throws IOException {
        TlsPair tls = TlsPair.over(pair, t -> t, TLS_1_3).shaken();
        Ends.write(pair.left(), "\u0017\u0003\u0003\u0000\u0020" + "x".repeat(32));
        assertThatThrownBy(() -> Ends.read(tls.server()))
                .isInstanceOfSatisfying(
                        TlsException.class, e -> assertThat(e.failure()).isEqualTo(TlsFailure.PROTOCOL));
        assertThatThrownBy(() -> Ends.read(tls.client()))
                .as("the alert")
                .isInstanceOfSatisfying(
                        TlsException.class, e -> assertThat(e.failure()).isEqualTo(TlsFailure.REFUSED_BY_PEER));
    }
}
