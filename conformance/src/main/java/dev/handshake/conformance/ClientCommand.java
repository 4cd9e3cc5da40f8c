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
 * environment, as {@code HANDSHAKE_URL}, {@code HANDSHAKE_SUBPROTOCOLS} and {@code HANDSHAKE_EXTENSIONS}. What it prints is
 * thrown away.
 *
 * @param command the program and its arguments
 * @param patience how long it may run; it is killed then
 */
public record ClientCommand(List<String> command, Duration patience) implements TestedClient.Attempt {

    /**
     * Makes a command.
     *
     * @param command the program and its arguments, at least one
     * @param patience a positive time
     * @throws IllegalArgumentException if there is no program
     */
    public ClientCommand {
        command = List.copyOf(command);
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
        ProcessBuilder builder = new ProcessBuilder(arguments(values))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        values.forEach((name, value) -> builder.environment().put("HANDSHAKE_" + name.toUpperCase(Locale.ROOT), value));
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TimeoutException("the client did not end within " + patience.toMillis() + " ms");
            }
            return process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
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
