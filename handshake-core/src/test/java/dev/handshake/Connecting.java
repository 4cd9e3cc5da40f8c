package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.Style.Ending;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Connects to peers that are scripts: what each was sent can be seen afterwards, octet for octet. */
final class Connecting {

    private static final Pattern KEY = Pattern.compile("Sec-WebSocket-Key: (\\S+)");

    static final String OPEN = """
            HTTP/1.1 101 Switching Protocols
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Accept: {accept}

            """;

    final FakeGroup group = new FakeGroup();
    final ManualScheduler scheduler = new ManualScheduler();
    final Reports reports = new Reports();
    final ClientHandshaker.Builder builder =
            ClientHandshaker.builder().group(group).scheduler(scheduler).listener(reports);

    /** A peer that answers each request, or part of the way, with a text block. */
    static ScriptedTransport answers(String... blocks) {
        ScriptedTransport transport = new ScriptedTransport();
        for (String block : blocks) {
            transport.whenIdle(() -> {
                Matcher key = KEY.matcher(transport.written());
                String accept = key.find() ? SecWebSocketKey.parse(key.group(1)).accept() : "";
                transport.arrives(block.replace("{accept}", accept));
            });
        }
        return transport;
    }

    static String redirect(int status, String... locations) {
        StringBuilder response = new StringBuilder("HTTP/1.1 " + status + " Elsewhere\nContent-Length: 0\n");
        for (String location : locations) {
            response.append("Location: ").append(location).append('\n');
        }
        return response.append('\n').toString();
    }

    CompletableFuture<Established> begin(String uri) {
        return builder.build().connectAsync(URI.create(uri));
    }

    /** Connects to one peer after the other, and expects that no more are asked for and that nothing is left behind. */
    Ending to(String uri, ScriptedTransport... peers) {
        CompletableFuture<Established> future = begin(uri);
        for (ScriptedTransport peer : peers) {
            group.next().complete(peer);
        }
        Ending ending = Style.ending(future);
        assertThat(group.attempts).hasSize(peers.length);
        assertThat(scheduler.pending()).as("timers").isZero();
        for (int i = 0; i < peers.length; i++) {
            boolean open = ending.established() != null && i == peers.length - 1;
            assertThat(peers[i].isClosed()).as("peer %d is closed", i).isNotEqualTo(open);
        }
        return ending;
    }
}
