package dev.handshake.cli;

import java.io.Console;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** What the process has for a terminal. */
final class Terminal {

    private Terminal() {}

    /** Whether there is somebody to ask. */
    static boolean isThere() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // From JDK 22 on there may be a console without a terminal, and a method that tells.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** Whether colours are seen, and wanted: the environment's {@code NO_COLOR} switches them off. */
    static boolean hasColours() {
        return Ansi.AUTO.enabled();
    }

    /** Asks a question that is answered by yes or no. */
    static boolean agrees(String question) {
        String answer = System.console().readLine("%s [y/N] ", question);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }
}
