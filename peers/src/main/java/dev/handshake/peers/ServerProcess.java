package dev.handshake.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a Java process of its own: {@link PeerServer} on the class path of this one. */
public final class ServerProcess implements ServerPeer.Listening {

    private static final String ANNOUNCED = "listening on ";
    private static final int END_SECONDS = 10;

    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a server; returns when connections are accepted. What it writes to standard error goes to ours.
     *
     * @param name one of {@link Peers#SERVERS}
     * @param deflate whether to agree to compression where the library leaves that off
     * @param javaOptions options of the Java launcher, such as {@code -Xmx256m}
     * @return the server, the caller's to close
     * @throws IOException if it ended before it listened
     */
    public static ServerProcess start(String name, boolean deflate, String... javaOptions) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(javaOptions));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PeerServer.class.getName(), name));
        if (deflate) {
            command.add("--deflate");
        }
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        if (line == null || !line.startsWith(ANNOUNCED)) {
            process.destroyForcibly();
            throw new IOException("the server " + name + " did not start; it said " + line);
        }
        return new ServerProcess(process, Integer.parseInt(line.substring(ANNOUNCED.length())));
    }

    @Override
    public int port() {
        return port;
    }

    /**
     * Returns the process.
     *
     * @return its id; a server in another language than Java is a child of it
     */
    public long pid() {
        return process.pid();
    }

    /** Ends the process by the end of its input, and by force if that takes more than ten seconds. */
    @Override
    public void close() throws IOException {
        Ending.run(() -> {
            process.getOutputStream().close();
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        });
    }
}
