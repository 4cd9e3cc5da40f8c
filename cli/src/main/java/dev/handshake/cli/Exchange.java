package dev.handshake.cli;

import dev.handshake.Established;
import dev.handshake.messages.CloseStatus;
import dev.handshake.messages.Ending;
import dev.handshake.messages.Message;
import dev.handshake.messages.MessageException;
import dev.handshake.messages.WebSocket;
import dev.handshake.messages.WebSocketOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What {@code connect} does with a connection that is open: nothing, unless it is asked to. */
final class Exchange {

    @ArgGroup(exclusive = true)
    private @Nullable Kind kind;

    /** One of three. */
    private static final class Kind {

        @Option(
                names = "--send",
                paramLabel = "TEXT",
                description = "Send a message, print the answer, and close. May be given several times.")
        private List<String> send = List.of();

        @Option(
                names = "--interactive",
                description = "Send each line of standard input as a message, and print what comes; Ctrl-D closes.")
        private boolean interactive;

        @Option(
                names = "--echo",
                description = "Answer each message with the same, until the peer closes, as test suites ask for.")
        private boolean echo;
    }

    boolean echoes() {
        return kind != null && kind.echo;
    }

    /** Exchanges messages, closes, and returns the exit code. */
    int over(Established open, WebSocketOptions options, Console console, boolean json, Duration timeout)
            throws IOException {
        if (kind == null) {
            open.transport().close();
            return ExitCode.DONE;
        }
        MessageReports reports = new MessageReports(console, json);
        WebSocket socket = WebSocket.over(open, options);
        try {
            if (echoes()) {
                socket.forEach(WebSocket::sendAsync).get();
            } else if (kind.interactive) {
                converse(socket, console, reports);
            } else {
                for (String text : kind.send) {
                    if (!sendAndReceive(socket, text, reports, timeout)) {
                        break;
                    }
                }
            }
            return ended(socket.close(CloseStatus.NORMAL, ""), reports);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            socket.abort();
            return ExitCode.FAILED;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an ending is no failure", e);
        }
    }

    /** Returns false if there is no answer. */
    private static boolean sendAndReceive(WebSocket socket, String text, MessageReports reports, Duration timeout)
            throws InterruptedException {
        try {
            reports.sent(text);
            socket.send(text);
            Message answer = socket.receiveAsync().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            if (answer != null) {
                reports.received(answer);
            }
            return answer != null;
        } catch (TimeoutException e) {
            reports.noAnswer(timeout);
            return false;
        } catch (IOException | ExecutionException e) {
            // The ending tells why.
            return false;
        }
    }

    /** Ends when either side has had enough. The thread that reads lines can't be told to stop, and ends with the process. */
    private static void converse(WebSocket socket, Console console, MessageReports reports)
            throws InterruptedException, ExecutionException {
        socket.forEach((from, message) -> {
            reports.received(message);
            return null;
        });
        Thread lines = new Thread(() -> sendLines(socket, console), "lines");
        lines.setDaemon(true);
        lines.start();
        socket.ended().get();
    }

    private static void sendLines(WebSocket socket, Console console) {
        BufferedReader reader = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
        try {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                socket.send(line);
            }
        } catch (MessageException e) {
            // It is over; the ending tells why.
        } catch (IOException e) {
            console.error("standard input can't be read: " + e.getMessage());
        }
        socket.closeAsync(CloseStatus.NORMAL, "");
    }

    private static int ended(Ending ending, MessageReports reports) {
        reports.ended(ending);
        return ending.isClean() && !reports.isUnanswered() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
