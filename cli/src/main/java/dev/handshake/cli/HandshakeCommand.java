package dev.handshake.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command above the commands. */
@Command(
        name = "handshake",
        versionProvider = Version.class,
        description = "Opens and accepts WebSocket handshakes, and says exactly what happened.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands ('handshake COMMAND --help' tells more):%n",
        exitCodeListHeading = Common.EXIT_CODES,
        exitCodeList = {
            "0:done",
            "1:a handshake failed, or the port could not be bound",
            "2:wrong usage",
            "3:a peer was not reached"
        },
        footer = {
            "%nExample:",
            "  handshake serve --port 8080 --subprotocol chat",
            "  handshake connect --subprotocol chat ws://127.0.0.1:8080/room",
            "  handshake explain wss://a.example/chat"
        })
final class HandshakeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and exit.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    private boolean version;

    private final Console console;

    private HandshakeCommand(Console console) {
        this.console = console;
    }

    /** Runs a command line, and returns the exit code. */
    static int run(Console console, String... args) {
        return new HandshakeCommand(console).commandLine().execute(args);
    }

    private CommandLine commandLine() {
        return new CommandLine(this)
                .addSubcommand(new ServeCommand(console))
                .addSubcommand(new ConnectCommand(console))
                .addSubcommand(new ExplainCommand(console))
                .addSubcommand(ConformanceCommand.with(console))
                .addSubcommand(new TransportsCommand(console))
                .addSubcommand(new CompletionCommand(console))
                .addSubcommand(new ManCommand(console))
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .setExecutionStrategy(HandshakeCommand::execute)
                .setParameterExceptionHandler((e, args) -> wrongUsage(e))
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e, command));
    }

    /** Without a command, there is nothing to do but to tell which there are. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.WRONG_USAGE;
    }

    private static int execute(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        if (isVerbose(last)) {
            Logging.verbose();
        }
        return new RunLast().execute(parsed);
    }

    private int wrongUsage(ParameterException e) {
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        // picocli begins only some of its messages like that.
        String what = e instanceof UnmatchedArgumentException unmatched
                ? Misspelling.sentence(unmatched)
                : e.getMessage().replaceFirst("^Error: ", "");
        console.error(what + " (see '" + name + " --help')");
        return ExitCode.WRONG_USAGE;
    }

    private int failed(Exception e, CommandLine command) {
        console.error(e.getMessage() == null ? e.toString() : e.getMessage());
        if (isVerbose(command.getParseResult())) {
            console.trace(e);
        }
        return ExitCode.FAILED;
    }

    private static boolean isVerbose(ParseResult parsed) {
        return parsed.hasMatchedOption("--verbose");
    }
}
