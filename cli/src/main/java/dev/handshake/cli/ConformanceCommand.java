package dev.handshake.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command above the two ways to run the conformance suite. */
@Command(
        name = "conformance",
        sortOptions = false,
        description = {
            "Runs the conformance suite for opening handshakes against any server or client.",
            "Each case says which clause of which RFC it comes from, and what to do about a failure. What the RFCs leave open"
                    + " is never called wrong."
        },
        synopsisSubcommandLabel = "(server | client)",
        commandListHeading = "%nCommands ('handshake conformance COMMAND --help' tells more):%n",
        exitCodeListHeading = Common.EXIT_CODES,
        exitCodeList = {
            "0:nothing is wrong",
            "1:something is wrong",
            "2:wrong usage",
            "3:the side under test was not reached"
        },
        footer = {
            "%nExample:",
            "  handshake conformance server ws://127.0.0.1:8080/chat --out report",
            "  handshake conformance client -- python3 my_client.py {url}"
        })
final class ConformanceCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    private ConformanceCommand() {}

    static CommandLine with(Console console) {
        return new CommandLine(new ConformanceCommand())
                .addSubcommand(new ConformanceServerCommand(console))
                .addSubcommand(new ConformanceClientCommand(console));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what is to be tested, 'server' or 'client'");
    }
}
