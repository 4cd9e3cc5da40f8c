package dev.handshake.interop.peers;

import dev.handshake.interop.wire.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** nginx as a reverse proxy in front of one port. */
record Nginx(Program program, int port) implements AutoCloseable {

    static Nginx before(int upstream, Path directory) throws Exception {
        String nginx = Debian.program("nginx", "/usr/sbin/nginx");
        int port = freePort();
        String settings = Debian.text("nginx.conf")
                .replace("{DIRECTORY}", directory.toString())
                .replace("{PORT}", Integer.toString(port))
                .replace("{UPSTREAM}", Integer.toString(upstream));
        Path file = Files.writeString(directory.resolve("nginx.conf"), settings);
        Program program = Program.start(List.of(nginx, "-p", directory.toString(), "-c", file.toString()), Map.of());
        // It says so when its sockets are open.
        program.await(line -> line.contains("start worker process"));
        return new Nginx(program, port);
    }

    /** nginx can't be asked which port it got. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    String url(String location) {
        return "ws://127.0.0.1:" + port + "/" + location + "/";
    }

    @Override
    public void close() {
        program.close();
    }
}
