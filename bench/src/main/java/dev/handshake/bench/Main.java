package dev.handshake.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command: measures what its name says, and shows it. */
@Command(
        name = "bench",
        description = "Measures what a handshake costs.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {MemoryCommand.class})
public final class Main {

    private Main() {}

    /**
     * Runs the command, and ends the process.
     *
     * @param arguments {@code --help} tells which
     */
    public static void main(String[] arguments) {
        // Core logs through SLF4J; that nobody has put a logger here need not be said.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
