package dev.handshake.tck.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.spi.ByteTransport;
import dev.handshake.tck.MemoryTransport;
import dev.handshake.tls.TlsTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLParameters;

/** A client and a server over memory, driven by one thread in turns. */
record TlsPair(TlsTransport client, TlsTransport server) {

    static final int MOST_TURNS = 100_000;
    static final Runnable NOTHING = () -> {};

    static TlsPair over(MemoryTransport.Pair pair, UnaryOperator<ByteTransport> wrapper, String version) {
        return new TlsPair(
                TlsTransport.client(wrapper.apply(pair.left()), Authority.TRUSTING, "localhost", 443, only(version)),
                TlsTransport.server(wrapper.apply(pair.right()), Authority.LOCALHOST));
    }

    static TlsPair overMemory(String version) {
        return over(MemoryTransport.pair(), t -> t, version);
    }

    static SSLParameters only(String version) {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {version});
        return parameters;
    }

    /** Does the TLS handshake of both, until nothing of it is on its way. */
    TlsPair shaken() throws IOException {
        ByteBuffer none = ByteBuffer.allocate(1);
        for (int i = 0; i < MOST_TURNS; i++) {
            boolean done = client.flush(NOTHING) & server.flush(NOTHING);
            // Session tickets come behind the handshake, and would else be in the way of a small buffer.
            assertThat(client.read(none, NOTHING)).isZero();
            assertThat(server.read(none, NOTHING)).isZero();
            if (done && client.flush(NOTHING) & server.flush(NOTHING)) {
                return this;
            }
        }
        throw new AssertionError("the TLS handshake does not end");
    }
}
