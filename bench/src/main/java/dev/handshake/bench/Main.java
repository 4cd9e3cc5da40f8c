package dev.handshake.bench;

import dev.handshake.bench.report.Measures;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command: measures what its name says, and shows it beside the targets. */
@Command(name = "bench", description = "Measures what a handshake costs.", synopsisSubcommandLabel = "COMMAND")
public final class Main {

    @Option(names = "--help", usageHelp = true, description = "Shows this.")
    private boolean help;

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

    @Command(description = "Request octets to response octets, without a socket, with JMH: time and garbage.")
    int memory(@Mixin ReportOptions options, @Mixin Only only) throws Exception {
        return measure(options, only.names, Part.MEMORY);
    }

    @Command(description = "A million handshakes over the transport in memory, held at once: heap for each.")
    int million(@Mixin ReportOptions options) throws Exception {
        return measure(options, List.of(), Part.MILLION);
    }

    @Command(description = "Servers over loopback: processor time for each handshake, rate, latency, garbage.")
    int load(@Mixin ReportOptions options, @Mixin Only only) throws Exception {
        return measure(options, only.names, Part.LOAD);
    }

    @Command(description = "Clients over loopback: processor time for each handshake.")
    int client(@Mixin ReportOptions options, @Mixin Only only) throws Exception {
        return measure(options, only.names, Part.CLIENT);
    }

    @Command(description = "Heap of a server for each connection that is open, silent, or in the middle of a request.")
    int idle(@Mixin ReportOptions options, @Mixin Only only) throws Exception {
        return measure(options, only.names, Part.IDLE);
    }

    @Command(description = "Servers just started: time to the first 101, processor time of the first 10,000.")
    int cold(@Mixin ReportOptions options, @Mixin Only only) throws Exception {
        return measure(options, only.names, Part.COLD);
    }

    @Command(description = "System calls of a server for each handshake, where strace is installed.")
    int syscalls(@Mixin ReportOptions options, @Mixin Only only) throws Exception {
        return measure(options, only.names, Part.SYSCALLS);
    }

    @Command(description = "Messages: echo over loopback beside other servers; unmasking and UTF-8 beside a copy.")
    int messages(@Mixin ReportOptions options, @Mixin Only only) throws Exception {
        return measure(options, only.names, Part.MESSAGES);
    }

    @Command(description = "All of them, in about an hour.")
    int all(@Mixin ReportOptions options) throws Exception {
        return measure(options, List.of(), Part.values());
    }

    private static int measure(ReportOptions options, List<String> only, Part... parts) throws Exception {
        int exit = 0;
        Measures measures = new Measures();
        for (Part part : parts) {
            try {
                part.run(options.quick, only, measures);
            } catch (IOException e) {
                // The others have taken minutes, and stand for themselves.
                System.err.println("FAILED: " + part.name().toLowerCase(Locale.ROOT) + ": " + e.getMessage());
                exit = 1;
            }
        }
        options.report(measures);
        return exit;
    }

    /** Which of them. */
    static final class Only {

        @Option(
                names = "--only",
                paramLabel = "NAME",
                split = ",",
                description = "Only these: servers as the tables name them, or in upper case; in memory, patterns.")
        List<String> names = List.of();
    }
}
