package dev.handshake.interop.peers;

import dev.handshake.interop.wire.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** nginx as a reverse proxy in front of one port. */
record Nginx(Program program, String scheme, int port) implements AutoCloseable {

    static Nginx before(int upstream, Path directory) throws Exception {
        int port = Ports.free();
        return new Nginx(start(upstream, directory, "listen 127.0.0.1:" + port + ";"), "ws", port);
    }

    /** Ends TLS, and goes on in the clear. */
    static Nginx withTlsBefore(int upstream, Path directory, Certificate certificate) throws Exception {
        int port = Ports.free();
        String listen = "listen 127.0.0.1:" + port + " ssl; ssl_certificate " + certificate.certificate()
                + "; ssl_certificate_key " + certificate.key() + ";";
        return new Nginx(start(upstream, directory, listen), "wss", port);
    }

    /** Has this server and no other. */
    static Nginx with(String server, int port, Path directory) throws Exception {
        String settings = Debian.text("nginx.conf");
        return new Nginx(
                start(settings.substring(0, settings.indexOf("  server {")) + server + "}\n", directory), "ws", port);
    }

    private static Program start(int upstream, Path directory, String listen) throws Exception {
        return start(
                Debian.text("nginx.conf").replace("{LISTEN}", listen).replace("{UPSTREAM}", Integer.toString(upstream)),
                directory);
    }

    private static Program start(String template, Path directory) throws Exception {
        String nginx = Debian.program("nginx", "/usr/sbin/nginx");
        String settings = template.replace("{DIRECTORY}", directory.toString());
        Path file = Files.writeString(directory.resolve("nginx.conf"), settings);
        Program program = Program.start(List.of(nginx, "-p", directory.toString(), "-c", file.toString()), Map.of());
        // It says so when its sockets are open.
        program.await(line -> line.contains("start worker process"));
        return program;
    }

    String url(String location) {
        return scheme + "://127.0.0.1:" + port + "/" + location + "/";
    }

    @Override
    public void close() {
        program.close();
    }
}
