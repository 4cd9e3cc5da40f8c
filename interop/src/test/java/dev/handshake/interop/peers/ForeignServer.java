package dev.handshake.interop.peers;

import dev.handshake.interop.wire.Program;
import java.nio.file.Path;
import java.util.Map;

/** A server that we did not write. */
record ForeignServer(Program program, int port) implements AutoCloseable {

    static ForeignServer start(String language, Path directory) throws Exception {
        return start(language, directory, "server");
    }

    /** Starts a script of this name in that language. */
    static ForeignServer start(String language, Path directory, String script, String... arguments) throws Exception {
        Program program = language.equals("node")
                ? Program.start(Debian.node(directory, script + ".js", arguments), Debian.NODE_ENVIRONMENT)
                : Program.start(Debian.python(directory, script + ".py", arguments), Map.of());
        String line = program.await(it -> it.startsWith("port "));
        return new ForeignServer(program, Integer.parseInt(line.substring(5)));
    }

    @Override
    public void close() {
        program.close();
    }
}
