package dev.handshake.tck;

import dev.handshake.spi.ByteTransport;
import dev.handshake.tls.TlsTransport;
import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLParameters;

/** Puts TLS upon a pair. */
final class TlsOver {

    static final String TLS_1_2 = "TLSv1.2";
    static final String TLS_1_3 = "TLSv1.3";

    private TlsOver() {}

    static TlsTransport client(ByteTransport below, String version) {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {version});
        return TlsTransport.client(below, SelfSigned.localhost(), "localhost", 443, parameters);
    }

    static TlsTransport server(ByteTransport below) {
        return TlsTransport.server(below, SelfSigned.localhost());
    }

    /** A pair whose tested end is the client, its TLS handshake done. */
    static TransportPair client(TransportPair pair, String version, Duration patience) throws Exception {
        return shaken(client(pair.tested(), version), server(pair.peer()), pair, patience);
    }

    /** A pair whose tested end is the server, its TLS handshake done. */
    static TransportPair server(TransportPair pair, String version, Duration patience) throws Exception {
        return shaken(server(pair.tested()), client(pair.peer(), version), pair, patience);
    }

    private static TransportPair shaken(TlsTransport tested, TlsTransport peer, TransportPair below, Duration patience)
            throws Exception {
        Task other = Task.start("TLS handshake of the peer", () -> new Party(peer, patience).flush());
        new Party(tested, patience).flush();
        other.await(patience);
        return new TransportPair(tested, peer.blocks() ? new EndingAtClose(peer) : peer, below.afterwards());
    }

    /** A peer that says goodbye, which TLS upon a transport that blocks does not do by {@code close} alone. */
    private static final class EndingAtClose extends ForwardingTransport {

        EndingAtClose(ByteTransport transport) {
            super(transport);
        }

        @Override
        public void close() {
            try {
                shutdownOutput();
            } catch (IOException e) {
                // It is closed already, or broken.
            } finally {
                super.close();
            }
        }
    }
}
