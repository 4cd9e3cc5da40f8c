package dev.handshake.peers.matrix;

import dev.handshake.Role;
import dev.handshake.conformance.Offer;
import dev.handshake.conformance.Report;
import dev.handshake.conformance.Result;
import dev.handshake.conformance.ScannedServer;
import dev.handshake.conformance.Suite;
import dev.handshake.conformance.TestedClient;
import dev.handshake.peers.ClientPeer;
import dev.handshake.peers.Peers;
import dev.handshake.peers.ServerPeer;
import dev.handshake.peers.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * What came of the suite against one peer.
 *
 * @param peer the peer
 * @param version the release of its library
 * @param results all of them
 */
record Run(Candidate peer, String version, List<Result> results) {

    private static final String OURS = "handshake-nio";

    /** How long a client's connection is watched for what it does with the answer. */
    private static final Duration CLIENT_PATIENCE = Duration.ofSeconds(2);

    /**
     * Runs the suite, each case whole.
     *
     * @throws IOException if the peer could not be started, a good handshake fails, or the run was cut short
     */
    static Run of(Candidate peer) throws Exception {
        Report report = peer.role() == Role.SERVER ? scan(peer) : tempt(peer);
        if (!report.cutShort().isEmpty()) {
            throw new IOException(report.cutShort());
        }
        return new Run(peer, peer.version(), report.results());
    }

    private static Report scan(Candidate peer) throws Exception {
        try (ServerProcess server = ServerProcess.start(peer.name(), true);
                ClientPeer first = Peers.client(OURS)) {
            warmUp(first, server.port());
            try (ScannedServer subject = new ScannedServer(URI.create("ws://127.0.0.1:" + server.port() + "/"))) {
                return Suite.of(Role.SERVER).run(subject, (result, number, total) -> {});
            }
        }
    }

    private static Report tempt(Candidate peer) throws Exception {
        try (ClientPeer client = Peers.client(peer.name());
                TestedClient subject =
                        new TestedClient(peer.title(), CLIENT_PATIENCE, (url, offer) -> opens(client, url, offer))) {
            try (ServerPeer.Listening good = Peers.server(OURS).listen(0, false)) {
                warmUp(client, good.port());
            }
            return Suite.of(Role.CLIENT).run(subject, (result, number, total) -> {});
        }
    }

    /** The first handshake loads classes, and may take longer than a case has. */
    private static void warmUp(ClientPeer client, int port) throws Exception {
        client.open(URI.create("ws://127.0.0.1:" + port + "/"), List.of(), "");
    }

    private static boolean opens(ClientPeer client, URI url, Offer offer) throws TimeoutException {
        try {
            client.open(url, offer.subprotocols(), offer.extensions());
            return true;
        } catch (TimeoutException e) {
            throw e;
        } catch (Exception e) {
            return false;
        }
    }

    Counts counts() {
        return Counts.of(results);
    }
}
