package dev.handshake.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the README says of others is what came of the suite, as it is on record. */
class ReadmeTest {

    @Test
    void theCountsBesideOthersAreThoseOnRecord() throws IOException {
        JsonNode record =
                new ObjectMapper().readTree(Path.of("conformance-peers.json").toFile());
        List<Integer> others = new ArrayList<>();
        for (JsonNode peer : record.path("peers")) {
            if (peer.path("role").asText().equals("SERVER") && !isOurs(peer)) {
                others.add(opened(peer));
            } else if (isOurs(peer)) {
                assertThat(opened(peer)).as(peer.path("name").asText()).isZero();
            }
        }
        assertThat(others).hasSize(9);
        assertThat(Files.readString(Path.of("../README.md")).replaceAll("\\s+", " "))
                .contains("run against nine other servers")
                .contains("Of " + servers(record) + " cases, the nine open between " + Collections.min(others) + " and "
                        + Collections.max(others) + " that")
                .contains("Netty opens " + opened(record, "netty") + ", Jetty " + opened(record, "jetty")
                        + ", Java-WebSocket " + opened(record, "java-websocket") + "; ours open none");
    }

    private static boolean isOurs(JsonNode peer) {
        return peer.path("name").asText().startsWith("handshake-");
    }

    private static int opened(JsonNode peer) {
        return peer.path("counts").path("opened").asInt(-1);
    }

    private static int opened(JsonNode record, String name) {
        for (JsonNode peer : record.path("peers")) {
            if (peer.path("name").asText().equals(name)
                    && peer.path("role").asText().equals("SERVER")) {
                return opened(peer);
            }
        }
        throw new AssertionError("there is no server " + name);
    }

    private static int servers(JsonNode record) {
        int cases = 0;
        for (JsonNode each : record.path("cases")) {
            cases += each.path("id").asText().startsWith("S-") ? 1 : 0;
        }
        return cases;
    }
}
