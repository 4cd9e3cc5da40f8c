package dev.handshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code serve} in this process on a free port, whose lines can be waited for. */
final class RunningServer implements AutoCloseable {

    private static final Pattern FIRST_LINE = Pattern.compile(
            "listening on (?<scheme>wss?)://127\\.0\\.0\\.1:(?<port>\\d+)/ \\(transport (?<transport>[a-z]+)\\)"
                    + "(, inspector at http://127\\.0\\.0\\.1:\\k<port>/)?");

    private static final Pattern FIRST_OBJECT = Pattern.compile(
            "\\{\"listening\":\"(?<scheme>wss?)://127\\.0\\.0\\.1:(?<port>\\d+)/\",\"transport\":\"(?<transport>[a-z]+)\","
                    + "\"inspector\":(null|\"http://127\\.0\\.0\\.1:\\k<port>/\")\\}");

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private final Thread thread;
    final String transport;
    final int port;
    private final String scheme;

    RunningServer(String... options) throws Exception {
        List<String> args = new ArrayList<>(List.of("serve", "--port", "0"));
        args.addAll(List.of(options));
        Console console = new Console(
                InputStream.nullInputStream(),
                new PrintStream(new LineStream(), false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8));
        thread = new Thread(() -> exitCode.complete(HandshakeCommand.run(console, args.toArray(String[]::new))));
        thread.start();
        String line = line();
        Matcher first = (args.contains("--json") ? FIRST_OBJECT : FIRST_LINE).matcher(line);
        assertThat(first.matches()).as(line).isTrue();
        assertThat(line.contains("null") || !line.contains("inspector")).isEqualTo(isOff(args));
        scheme = first.group("scheme");
        port = Integer.parseInt(first.group("port"));
        transport = first.group("transport");
    }

    private static boolean isOff(List<String> args) {
        int inspector = args.indexOf("--inspector");
        return inspector >= 0 && args.get(inspector + 1).equals("off");
    }

    /** Returns the next line that it prints. */
    String line() throws InterruptedException {
        String line = lines.poll(60, TimeUnit.SECONDS);
        assertThat(line).as("a line; on standard error: %s", err).isNotNull();
        return line;
    }

    boolean hasNoMoreLines() {
        return lines.isEmpty();
    }

    String url(String target) {
        return scheme + "://127.0.0.1:" + port + target;
    }

    String plainUrl(String target) {
        return "ws://127.0.0.1:" + port + target;
    }

    Socket connect() throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        return socket;
    }

    /** Ends it as Ctrl-C does a process, and returns its exit code. */
    int stop() throws Exception {
        thread.interrupt();
        return exitCode.get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        stop();
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    /** Cuts what is written into lines. */
    private final class LineStream extends OutputStream {

        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public void write(int octet) {
            if (octet == '\n') {
                lines.add(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else if (octet != '\r') {
                line.write(octet);
            }
        }
    }
}
