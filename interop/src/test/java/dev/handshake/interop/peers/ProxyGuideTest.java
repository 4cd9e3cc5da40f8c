package dev.handshake.interop.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.interop.wire.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configurations of the guide, as they stand there but for their ports. */
@Tag("interop")
class ProxyGuideTest {

    private static final Path GUIDE = Path.of("../docs/guides/behind-a-proxy.md");

    @TempDir
    Path directory;

    @Test
    void nginxHandsTheUpgradeOn() throws Exception {
        int port = Ports.free();
        try (Command.Served server = Command.serve();
                Nginx nginx = Nginx.with(configuration("nginx", 0, port, server), port, directory)) {
            opensFor(nginx.port(), server);
        }
    }

    @Test
    void haproxyHandsTheUpgradeOn() throws Exception {
        int port = Ports.free();
        try (Command.Served server = Command.serve();
                Program haproxy = Haproxy.start(configuration("haproxy", 0, port, server), directory)) {
            opensFor(port, server);
        }
    }

    @Test
    void haproxyTellsWhoTheClientIs() throws Exception {
        int port = Ports.free();
        try (Command.Served server = Command.serve("--proxy-protocol", "127.0.0.1");
                Program haproxy = Haproxy.start(configuration("haproxy", 1, port, server), directory)) {
            opensFor(port, server);
        }
    }

    /** As a page of the same origin would ask. */
    private static void opensFor(int port, Command.Served server) throws Exception {
        Command.Connected client =
                Command.connect("ws://127.0.0.1:" + port + "/chat", "--origin", "http://127.0.0.1:" + port);
        assertThat(client.opened()).as(client.toString()).isTrue();
        assertThat(server.handshake().get("target").asText()).isEqualTo("/chat");
    }

    private static String configuration(String language, int index, int port, Command.Served server) throws Exception {
        List<String> blocks = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(GUIDE))
                .results()
                .map(block -> block.group(1))
                .toList();
        String block = blocks.get(index);
        assertThat(block).containsPattern("(listen |bind :)80\\b").contains("127.0.0.1:8080");
        return block.replace("listen 80;", "listen 127.0.0.1:" + port + ";")
                .replace("bind :80", "bind 127.0.0.1:" + port)
                .replace("127.0.0.1:8080", "127.0.0.1:" + server.port());
    }
}
