package dev.handshake.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.Role;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A client on an HTTP library keeps the connection of a refusal for its next request. */
class KeptConnectionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Test
    void noConnectionIsKeptFromCaseToCase() throws Exception {
        List<ConformanceCase> refusals = Corpus.load().cases(Role.CLIENT).stream()
                .filter(it -> it.group().equals("status"))
                .filter(it -> it.octets().template().endsWith("Content-Length: 0\r\n\r\n"))
                .toList();
        assertThat(refusals).hasSizeGreaterThan(2);
        try (KeepingClient client = new KeepingClient();
                TestedClient subject = new TestedClient("keeps connections", PATIENCE, client)) {
            Report report = new Suite(refusals, Set.of(Delivery.WHOLE), 0, Duration.ofMinutes(1))
                    .run(subject, (result, number, total) -> {});
            assertThat(report.cutShort()).isEmpty();
            assertThat(report.count(Rating.RIGHT)).isEqualTo(refusals.size());
        }
    }

    /** Sends each request over the last connection while that is there. */
    private static final class KeepingClient implements TestedClient.Attempt, AutoCloseable {

        private @Nullable Socket kept;

        @Override
        public boolean opens(URI url, Offer offer) throws IOException {
            if (kept == null) {
                kept = new Socket(url.getHost(), url.getPort());
            }
            try {
                String request = "GET " + url.getPath() + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
                kept.getOutputStream().write(Octets.bytes(request));
                String head = head(kept);
                boolean open = head.startsWith("HTTP/1.1 101");
                if (open || head.isEmpty()) {
                    drop();
                }
                return open;
            } catch (IOException e) {
                drop();
                return false;
            }
        }

        private static String head(Socket socket) throws IOException {
            StringBuilder head = new StringBuilder();
            int octet;
            while (head.indexOf("\r\n\r\n") < 0
                    && (octet = socket.getInputStream().read()) >= 0) {
                head.append((char) octet);
            }
            return head.toString();
        }

        private void drop() throws IOException {
            kept.close();
            kept = null;
        }

        @Override
        public void close() throws IOException {
            if (kept != null) {
                drop();
            }
        }
    }
}
