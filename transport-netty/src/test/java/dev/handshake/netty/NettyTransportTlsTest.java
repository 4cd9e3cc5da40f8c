package dev.handshake.netty;

import static dev.handshake.netty.Loopback.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshake.tck.SelfSigned;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A transport over a channel with TLS of Netty in its pipeline. */
@Timeout(60)
@ExtendWith(Leaks.None.class)
class NettyTransportTlsTest {

    private static final String CUT_OFF = "TLS was cut off: the peer sent no close_notify";

    @Test
    void isSecureBehindTls() throws Exception {
        SSLContext context = SSLContext.getDefault();
        EmbeddedChannel tls = new EmbeddedChannel(new SslHandler(context.createSSLEngine()));
        try (NettyTransport secure = NettyTransport.of(tls)) {
            assertThat(secure.secure()).isTrue();
            assertThat(secure).asString().contains("TLS");
        } finally {
            tls.releaseInbound();
            tls.releaseOutbound();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aTlsStreamWithoutItsFarewellWasCutOff(String version) throws Exception {
        try (Wires wires = new Wires(NettyKind.NIO)) {
            NettyTransport[] pair = securePair(wires, version);
            Loopback.write(pair[1], bytes("x"));
            assertThat(Loopback.read(pair[0])).isEqualTo("x");
            ((DuplexChannel) pair[1].channel()).shutdownOutput();
            assertThatThrownBy(() -> Loopback.read(pair[0])).hasMessage(CUT_OFF);
            pair[0].close();
            pair[1].close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aTlsStreamThatIsCutOffBehindOurOwnFarewellIsNoEndEither(String version) throws Exception {
        try (Wires wires = new Wires(NettyKind.NIO)) {
            NettyTransport[] pair = securePair(wires, version);
            Loopback.write(pair[1], bytes("x"));
            assertThat(Loopback.read(pair[0])).isEqualTo("x");
            // The peer's half ends first, so that it can't answer with a farewell of its own.
            ((DuplexChannel) pair[1].channel()).shutdownOutput().sync();
            pair[0].shutdownOutput();
            assertThatThrownBy(() -> Loopback.read(pair[0])).hasMessage(CUT_OFF);
            pair[0].close();
            pair[1].close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aTlsStreamEndsWithItsFarewell(String version) throws Exception {
        try (Wires wires = new Wires(NettyKind.NIO)) {
            NettyTransport[] pair = securePair(wires, version);
            Loopback.write(pair[1], bytes("x"));
            assertThat(Loopback.read(pair[0])).isEqualTo("x");
            pair[1].shutdownOutput();
            assertThat(Loopback.read(pair[0])).isEqualTo("end");
            pair[0].shutdownOutput();
            assertThat(Loopback.read(pair[1])).isEqualTo("end");
            pair[0].close();
            pair[1].close();
        }
    }

    @Test
    void whereOnlyClosingTellsTheEndTlsMayBeCutOffAsWell() throws Exception {
        EmbeddedChannel tls =
                new EmbeddedChannel(new SslHandler(SelfSigned.localhost().createSSLEngine()));
        try (NettyTransport secure = NettyTransport.of(tls)) {
            // Else it would tell first that TLS had not begun yet.
            tls.pipeline().remove(SslHandler.class);
            tls.close();
            assertThatThrownBy(() -> Loopback.read(secure)).hasMessage(CUT_OFF);
        } finally {
            tls.releaseInbound();
            tls.releaseOutbound();
        }
    }

    /** Nothing has been read or written yet, so the TLS handshake goes on while the output ends. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void theOutputMayEndBeforeTheTlsHandshakeIsDone(String version) throws Exception {
        try (Wires wires = new Wires(NettyKind.NIO)) {
            // The handshake gets done before, amid or behind the two calls: often enough to see each.
            for (int i = 0; i < 40; i++) {
                NettyTransport[] pair = securePair(wires, version);
                NettyTransport ending = pair[i % 2];
                NettyTransport other = pair[1 - i % 2];
                Loopback.write(ending, bytes("all there is"));
                ending.shutdownOutput();
                assertThat(Loopback.read(other)).isEqualTo("all there is");
                assertThat(Loopback.read(other)).isEqualTo("end");
                pair[0].close();
                pair[1].close();
            }
        }
    }

    /** The server first. */
    private static NettyTransport[] securePair(Wires wires, String version) throws Exception {
        CompletableFuture<NettyTransport> accepted = new CompletableFuture<>();
        CompletableFuture<NettyTransport> connected = new CompletableFuture<>();
        Channel listening = wires.listen(new Secured(version, false, accepted));
        wires.connect(listening, new Secured(version, true, connected));
        NettyTransport[] pair = {Loopback.await(accepted), Loopback.await(connected)};
        listening.close().sync();
        return pair;
    }

    /** Makes a transport behind TLS. */
    private static final class Secured extends ChannelInboundHandlerAdapter {

        private final String version;
        private final boolean client;
        private final CompletableFuture<NettyTransport> made;

        Secured(String version, boolean client, CompletableFuture<NettyTransport> made) {
            this.version = version;
            this.client = client;
            this.made = made;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) throws Exception {
            SSLEngine engine = SelfSigned.localhost().createSSLEngine();
            engine.setEnabledProtocols(new String[] {version});
            engine.setUseClientMode(client);
            context.pipeline().addLast(new SslHandler(engine));
            made.complete(NettyTransport.of(context.channel()));
        }
    }
}
