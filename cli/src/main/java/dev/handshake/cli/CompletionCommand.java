package dev.handshake.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what completes commands and options in a shell. */
@Command(
        name = "completion",
        sortOptions = false,
        description = {
            "Prints a script for bash and zsh that completes commands, options and their values.",
            "Read it in where the shell starts, ~/.bashrc or ~/.zshrc."
        },
        footer = {"%nExample:", "  handshake completion > ~/.handshake-completion", "  . ~/.handshake-completion"})
final class CompletionCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    private final Console console;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.print(AutoComplete.bash("handshake", spec.root().commandLine()).stripTrailing());
        return ExitCode.DONE;
    }
}
