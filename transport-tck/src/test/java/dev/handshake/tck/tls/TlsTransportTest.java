package dev.handshake.tck.tls;

import static dev.handshake.tck.tls.Ends.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshake.spi.ByteTransport;
import dev.handshake.tck.ChunkingTransport;
import dev.handshake.tck.MemoryTransport;
import dev.handshake.tls.TlsException;
import dev.handshake.tls.TlsFailure;
import dev.handshake.tls.TlsTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTransportTest {

    private static final String TLS_1_2 = "TLSv1.2";
    private static final String TLS_1_3 = "TLSv1.3";

    private final MemoryTransport.Pair pair = MemoryTransport.pair();

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void agreesOnHttp11(String version) throws IOException {
        TlsPair tls = TlsPair.overMemory(version);
        assertThat(tls.client().applicationProtocol()).isEmpty();
        tls.shaken();
        assertThat(tls.client().applicationProtocol()).contains("http/1.1");
        assertThat(tls.server().applicationProtocol()).contains("http/1.1");
        assertThat(tls.client().session().getProtocol()).isEqualTo(version);
        assertThat(tls.client().secure()).isTrue();
    }

    @Test
    void doesWithoutApplicationProtocolIfTheClientOffersNone() throws IOException {
        SSLEngine engine = clientEngine(TLS_1_3);
        TlsPair tls = pairOf(engine, Authority.LOCALHOST.createSSLEngine());
        tls.shaken();
        assertThat(tls.server().applicationProtocol()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 127.0.0.1", "::1, ::1", "[::1], ::1", "localhost., localhost", "A.example, a.example"})
    void acceptsACertificateForTheHost(String host, String certified) {
        TlsTransport client = TlsTransport.client(pair.left(), Authority.TRUSTING, host, 443);
        TlsTransport server = TlsTransport.server(pair.right(), Authority.TRUSTED.serverFor(certified));
        assertThat(Ends.shake(client, server)).isEqualTo(new Ends.Outcome(null, null));
        List<?> names = ((ExtendedSSLSession) server.session()).getRequestedServerNames();
        boolean address = certified.equals("127.0.0.1") || certified.equals("::1");
        assertThat(names).isEqualTo(address ? List.of() : List.of(new SNIHostName(certified)));
    }

    @Test
    void verifiesNoNameIfToldSo() {
        SSLParameters parameters = new SSLParameters();
        parameters.setEndpointIdentificationAlgorithm("");
        TlsTransport client = TlsTransport.client(pair.left(), Authority.TRUSTING, "not_dns", 443, parameters);
        TlsTransport server = TlsTransport.server(pair.right(), Authority.LOCALHOST);
        assertThat(Ends.shake(client, server)).isEqualTo(new Ends.Outcome(null, null));
    }

    @Test
    void refusesOldVersions() {
        assertThatThrownBy(() -> TlsTransport.server(pair.left(), Authority.LOCALHOST, TlsPair.only("TLSv1.1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TLSv1.1");
        SSLEngine engine = Authority.LOCALHOST.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(new String[] {"TLSv1", "TLSv1.1", TLS_1_2});
        TlsTransport.of(pair.left(), engine);
        assertThat(engine.getEnabledProtocols()).containsExactly(TLS_1_2);
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void deliversWhatCameWithTheLastHandshakeRecord(String version) throws IOException {
        TlsPair tls = TlsPair.overMemory(version);
        ByteBuffer none = ByteBuffer.allocate(1);
        ByteBuffer greeting = ByteBuffer.wrap(new byte[] {'h', 'i'});
        for (int i = 0; i < 100 && greeting.hasRemaining(); i++) {
            tls.client().write(greeting, NOTHING);
            if (greeting.hasRemaining()) {
                assertThat(tls.server().read(none, NOTHING)).isZero();
            }
        }
        assertThat(Ends.read(tls.server())).isEqualTo("hi");
    }

    @Test
    void tellsThePeersEndFromABreak() throws IOException {
        TlsPair tls = TlsPair.overMemory(TLS_1_3).shaken();
        Ends.write(tls.client(), "bye");
        tls.client().close();
        assertThat(Ends.read(tls.server())).isEqualTo("bye<end>");
        assertThatThrownBy(() -> tls.client().read(ByteBuffer.allocate(1), NOTHING))
                .isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void endsOneHalf() throws IOException {
        TlsPair tls = TlsPair.overMemory(TLS_1_3).shaken();
        tls.client().shutdownOutput();
        assertThat(Ends.read(tls.server())).isEqualTo("<end>");
        Ends.write(tls.server(), "still here");
        assertThat(Ends.read(tls.client())).isEqualTo("still here");
    }

    @Test
    void goesOnReadingTheEndInTls12WhereNothingCanBeSentAnyMore() throws IOException {
        TlsPair tls = TlsPair.overMemory(TLS_1_2).shaken();
        tls.client().shutdownOutput();
        assertThat(Ends.read(tls.server())).isEqualTo("<end>");
        assertThatThrownBy(() -> Ends.write(tls.server(), "still here"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(SSLException.class)
                .hasMessageContaining(TLS_1_2);
        assertThat(Ends.read(tls.server())).isEqualTo("<end>");
    }

    @Test
    void endsItsHalfOnceTheHandshakeIsDone() throws IOException {
        TlsPair tls = TlsPair.overMemory(TLS_1_3);
        tls.client().shutdownOutput();
        assertThat(Ends.shake(tls.client(), tls.server())).isEqualTo(new Ends.Outcome(null, null));
        assertThat(Ends.read(tls.server())).isEqualTo("<end>");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesToRenegotiate(boolean byClient) throws IOException {
        SSLEngine client = clientEngine(TLS_1_2);
        SSLEngine server = Authority.LOCALHOST.createSSLEngine();
        TlsPair tls = pairOf(client, server).shaken();
        TlsTransport asking = byClient ? tls.client() : tls.server();
        TlsTransport asked = byClient ? tls.server() : tls.client();
        (byClient ? client : server).beginHandshake();
        asking.flush(NOTHING);
        assertFailure(asked, TlsFailure.RENEGOTIATION);
    }

    @Test
    void answersAKeyUpdate() throws IOException {
        SSLEngine engine = clientEngine(TLS_1_3);
        TlsPair tls = pairOf(engine, Authority.LOCALHOST.createSSLEngine()).shaken();
        engine.beginHandshake();
        assertThat(tls.client().flush(NOTHING)).isTrue();
        assertThat(Ends.read(tls.server())).isEmpty();
        Ends.write(tls.client(), "with new keys");
        assertThat(Ends.read(tls.server())).isEqualTo("with new keys");
        Ends.write(tls.server(), "here, too");
        assertThat(Ends.read(tls.client())).isEqualTo("here, too");
    }

    @Test
    void givesUpOnAPeerThatOnlyUpdatesKeys() throws IOException {
        SSLEngine engine = clientEngine(TLS_1_3);
        TlsPair tls = pairOf(engine, Authority.LOCALHOST.createSSLEngine()).shaken();
        TlsException failure = null;
        int updates = 0;
        while (failure == null && ++updates < 10_000) {
            try {
                engine.beginHandshake();
                tls.client().flush(NOTHING);
                Ends.read(tls.server());
            } catch (TlsException e) {
                failure = e;
            }
        }
        assertThat(failure).isNotNull().hasMessageContaining("key updates");
    }

    @Test
    void worksByteByByte() throws IOException {
        TlsPair tls = TlsPair.over(pair, ChunkingTransport::new, TLS_1_3).shaken();
        Ends.write(tls.client(), "byte by byte");
        assertThat(Ends.read(tls.server())).isEqualTo("byte by byte");
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void understandsAHelloInRecordsOfOneByte(String version) throws IOException {
        MemoryTransport.Pair far = MemoryTransport.pair();
        TlsTransport client =
                TlsTransport.client(pair.left(), Authority.TRUSTING, "localhost", 443, TlsPair.only(version));
        TlsTransport server = TlsTransport.server(far.right(), Authority.LOCALHOST);
        assertThat(client.flush(NOTHING)).isFalse();
        String hello = Ends.read(pair.right());
        StringBuilder records = new StringBuilder();
        hello.substring(5)
                .chars()
                .forEach(octet ->
                        records.append(hello, 0, 3).append("\u0000\u0001").append((char) octet));
        Ends.write(far.left(), records.toString());
        for (int i = 0; i < 10; i++) {
            server.flush(NOTHING);
            Ends.write(pair.right(), Ends.read(far.left()));
            client.flush(NOTHING);
            Ends.write(far.left(), Ends.read(pair.right()));
        }
        assertThat(client.flush(NOTHING) && server.flush(NOTHING)).isTrue();
    }

    /** The event from below may be used up by the reader, so that the writer hears of it from nobody else. */
    @Test
    void tellsTheWriterThatTheReaderHasDoneTheHandshake() throws IOException {
        TlsTransport client = TlsTransport.client(new Deaf(pair.left()), Authority.TRUSTING, "localhost", 443);
        TlsTransport server = TlsTransport.server(pair.right(), Authority.LOCALHOST);
        AtomicInteger retries = new AtomicInteger();
        assertThat(client.write(ByteBuffer.allocate(1), retries::incrementAndGet))
                .isZero();
        assertThat(server.flush(NOTHING)).isFalse();
        assertThat(client.read(ByteBuffer.allocate(1), NOTHING)).isZero();
        assertThat(retries).hasValue(1);
        assertThat(client.write(ByteBuffer.allocate(1), NOTHING)).isEqualTo(1);
    }

    /** Runs no retry, as a loop does whose event was overtaken by a call. */
    private record Deaf(ByteTransport transport) implements ByteTransport {

        @Override
        public int read(ByteBuffer dst, Runnable retry) throws IOException {
            return transport.read(dst, NOTHING);
        }

        @Override
        public int write(ByteBuffer src, Runnable retry) throws IOException {
            return transport.write(src, NOTHING);
        }

        @Override
        public void close() {
            transport.close();
        }
    }

    @Test
    void closesWhatIsBelowThoughTheGoodbyeFails() throws IOException {
        Mute mute = new Mute(pair.left());
        TlsPair tls =
                TlsPair.over(pair, t -> t == pair.left() ? mute : t, TLS_1_3).shaken();
        mute.failure = new IllegalStateException("scripted");
        tls.client().close();
        assertThatThrownBy(() -> pair.left().read(ByteBuffer.allocate(1), NOTHING))
                .isInstanceOf(ClosedChannelException.class);
    }

    /** Writes until it is told to throw, unchecked. */
    private static final class Mute implements ByteTransport {

        private final ByteTransport transport;
        private RuntimeException failure;

        Mute(ByteTransport transport) {
            this.transport = transport;
        }

        @Override
        public int read(ByteBuffer dst, Runnable retry) throws IOException {
            return transport.read(dst, retry);
        }

        @Override
        public int write(ByteBuffer src, Runnable retry) throws IOException {
            if (failure != null) {
                throw failure;
            }
            return transport.write(src, retry);
        }

        @Override
        public void close() {
            transport.close();
        }
    }

    private SSLEngine clientEngine(String version) {
        SSLEngine engine = Authority.TRUSTING.createSSLEngine("localhost", 443);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {version});
        return engine;
    }

    private TlsPair pairOf(SSLEngine client, SSLEngine server) {
        server.setUseClientMode(false);
        return new TlsPair(TlsTransport.of(pair.left(), client), TlsTransport.of(pair.right(), server));
    }

    private static void assertFailure(TlsTransport transport, TlsFailure failure) {
        assertThatThrownBy(() -> Ends.read(transport))
                .isInstanceOfSatisfying(
                        TlsException.class, e -> assertThat(e.failure()).isEqualTo(failure));
    }
}
