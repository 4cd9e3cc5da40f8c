package dev.handshake.cli;

import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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

    /** Picocli's own tells of folders that we don't have. */
    private static final Pattern ITS_HEAD = Pattern.compile("\\A(#.*\\R)+");

    private static final String HEAD = """
            # Completes the command 'handshake' in bash and zsh. Read it in where the shell starts: . FILE
            # Made with picocli, https://picocli.info
            """;

    @Spec
    private CommandSpec spec;

    private final Console console;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String script = AutoComplete.bash("handshake", spec.root().commandLine());
        console.print(ITS_HEAD.matcher(script).replaceFirst(HEAD).stripTrailing());
        return ExitCode.DONE;
    }
}
