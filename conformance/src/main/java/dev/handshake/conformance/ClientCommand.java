package dev.handshake.conformance;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A client that is a command, started anew for each case: ending with 0 says that the connection was open. In its
 * arguments, <code>{url}</code> is the address to connect to, <code>{subprotocols}</code> and <code>{extensions}</code>
 * what to offer; an argument with one of the latter is left out where there is nothing to offer. The same is in its
 * environment, as {@code HANDSHAKE_URL}, {@code HANDSHAKE_SUBPROTOCOLS} and {@code HANDSHAKE_EXTENSIONS}. Not thread-safe.
 */
public final class ClientCommand implements TestedClient.Attempt {

    private final List<String> command;
    private final Duration patience;
    private String lastWords = "";

    /**
     * Makes a command.
     *
     * @param command the program and its arguments, at least one
     * @param patience how long it may run, a positive time; it is killed then
     * @throws IllegalArgumentException if there is no program
     */
    public ClientCommand(List<String> command, Duration patience) {
        this.command = List.copyOf(command);
        this.patience = patience;
        if (command.isEmpty()) {
            throw new IllegalArgumentException("there is no command");
        }
    }

    @Override
    public boolean opens(URI url, Offer offer) throws IOException, TimeoutException {
        Map<String, String> values = Map.of(
                "url", url.toString(),
                "subprotocols", String.join(",", offer.subprotocols()),
                "extensions", offer.extensions());
        ProcessBuilder builder = new ProcessBuilder(arguments(values)).redirectErrorStream(true);
        values.forEach((name, value) -> builder.environment().put("HANDSHAKE_" + name.toUpperCase(Locale.ROOT), value));
        Process process = builder.start();
        process.getOutputStream().close();
        LastWords words = LastWords.of(process.getInputStream());
        try {
            boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
            kill(process);
            lastWords = words.text();
            if (!ended) {
                throw new TimeoutException("the client did not end within " + patience.toMillis() + " ms");
            }
            return process.exitValue() == 0;
        } catch (InterruptedException e) {
            kill(process);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** By its handle, which leaves what it printed to be read. */
    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly();
    }

    @Override
    public String lastWords() {
        return lastWords;
    }

    private List<String> arguments(Map<String, String> values) {
        List<String> arguments = new ArrayList<>();
        for (String argument : command) {
            String filled = argument;
            boolean nothing = false;
            for (Map.Entry<String, String> value : values.entrySet()) {
                String placeholder = "{" + value.getKey() + "}";
                nothing |= argument.contains(placeholder) && value.getValue().isEmpty();
                filled = filled.replace(placeholder, value.getValue());
            }
            if (!nothing) {
                arguments.add(filled);
            }
        }
        return arguments;
    }
}
