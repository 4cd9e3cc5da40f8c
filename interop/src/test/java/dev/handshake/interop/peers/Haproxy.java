package dev.handshake.interop.peers;

import dev.handshake.interop.wire.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** HAProxy. */
final class Haproxy {

    private Haproxy() {}

    /** Starts it, and waits until it takes connections. */
    static Program start(String settings, Path directory) throws Exception {
        String haproxy = Debian.program("haproxy", "/usr/sbin/haproxy");
        Path file = Files.writeString(directory.resolve("haproxy.cfg"), settings);
        // As a master with a worker it says when its sockets are open.
        Program program = Program.start(List.of(haproxy, "-W", "-f", file.toString()), Map.of());
        program.await(line -> line.contains("Loading success"));
        return program;
    }
}
