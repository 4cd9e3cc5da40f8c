package dev.handshake.cli;

import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that commands have in common, beside the {@code --help} that all inherit. */
final class Common {

    static final String EXIT_CODES = "%nExit codes:%n";

    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--json", description = "Print one JSON object a line, for programs.")
    boolean json;

    @Option(names = "--verbose", description = "Log what happens to standard error, and show stack traces.")
    boolean verbose;

    /** Makes something of what the user gave; what the library says against it is wrong usage. */
    <T> T checked(Supplier<T> making) {
        try {
            return making.get();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
