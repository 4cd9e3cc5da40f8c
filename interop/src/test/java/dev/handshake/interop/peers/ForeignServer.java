package dev.handshake.interop.peers;

import dev.handshake.interop.wire.Program;
import java.nio.file.Path;
import java.util.Map;

/** A server that we did not write. */
record ForeignServer(Program program, int port) implements AutoCloseable {

    static ForeignServer start(String language, Path directory) throws Exception {
        Program program = language.equals("node")
                ? Program.start(Debian.node(directory, "server.js"), Debian.NODE_ENVIRONMENT)
                : Program.start(Debian.python(directory, "server.py"), Map.of());
        String line = program.await(it -> it.startsWith("port "));
        return new ForeignServer(program, Integer.parseInt(line.substring(5)));
    }

    @Override
    public void close() {
        program.close();
    }
}
