package dev.handshake.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the manual page. */
@Command(
        name = "man",
        sortOptions = false,
        description = "Prints the manual page, of all commands, as its source.",
        footer = {"%nExample:", "  handshake man > handshake.1; man ./handshake.1"})
final class ManCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    private final Console console;

    ManCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.print(ManPage.of(spec.root()));
        return ExitCode.DONE;
    }
}
