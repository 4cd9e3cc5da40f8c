package dev.handshake.cli;

import dev.handshake.Role;
import dev.handshake.conformance.ClientCommand;
import dev.handshake.conformance.ClientVisits;
import dev.handshake.conformance.NotReadyException;
import dev.handshake.conformance.Offer;
import dev.handshake.conformance.Suite;
import dev.handshake.conformance.TestedClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plays a misbehaving server. */
@Command(
        name = "client",
        sortOptions = false,
        sortSynopsis = false,
        description = {
            "Plays a server that misbehaves, on 127.0.0.1, and judges what a client makes of it.",
            "With a COMMAND, that is started anew for each case with {url} replaced by the address; it must end with 0 if the"
                    + " connection was open for it, and with something else if it failed the connection. Some cases are for a client"
                    + " that offers subprotocols or extensions: {subprotocols} and {extensions} are replaced by what to offer, and an"
                    + " argument that holds one of them is left out where there is nothing to offer.",
            "Without a COMMAND, the addresses are printed, and a client may connect to them by itself, in any order; a ping"
                    + " shows whether it takes the connection for open. Ctrl-C ends it with the report."
        },
        exitCodeListHeading = Common.EXIT_CODES,
        exitCodeList = {
            "0:nothing is wrong; there may be advice",
            "1:something is wrong, or a good handshake failed",
            "2:wrong usage",
            "3:the client did not connect, or not to all addresses"
        },
        footer = {
            "%nExample:",
            "  handshake conformance client -- ./handshake connect {url}",
            "  handshake conformance client -- ./handshake connect {url} --subprotocol={subprotocols} --extension={extensions}",
            "  handshake conformance client --port 9001 --out report"
        })
final class ConformanceClientCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..*",
            description = "The client and its arguments, one of them {url}.")
    private List<String> command = List.of();

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "9001",
            description = "Without a COMMAND: the port to listen on, 0 for any. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Mixin
    private SuiteOptions options;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Durations.class,
            description = "Give the client so long for each case. Default: ${DEFAULT-VALUE}.")
    private Duration timeout;

    @Mixin
    private Common common;

    private final Console console;

    ConformanceClientCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Suite suite = common.checked(() -> options.suite(Role.CLIENT, 0));
        if (command.isEmpty()) {
            return awaitVisits(suite);
        }
        ClientCommand client = common.checked(this::client);
        try (TestedClient tested = new TestedClient(String.join(" ", command), timeout, client)) {
            return options.finish(console, suite.run(tested, new SuiteProgress(console, common.json)), common.json);
        } catch (NotReadyException e) {
            console.error(e.getMessage());
            return ExitCode.FAILED;
        } catch (IOException e) {
            console.error(e.getMessage());
            return ExitCode.NOT_REACHED;
        }
    }

    private ClientCommand client() {
        if (command.stream().noneMatch(argument -> argument.contains("{url}"))) {
            throw new IllegalArgumentException("no argument of the command holds {url}");
        }
        return new ClientCommand(command, timeout);
    }

    private int awaitVisits(Suite suite) throws IOException, InterruptedException {
        int free = common.checked(() -> Addresses.port(port));
        try (ClientVisits visits = ClientVisits.open(free, timeout, suite, new SuiteProgress(console, common.json))) {
            visits.addresses().forEach(this::print);
            Thread hook = new Thread(() -> report(visits));
            Runtime.getRuntime().addShutdownHook(hook);
            visits.await();
            Runtime.getRuntime().removeShutdownHook(hook);
            return report(visits);
        }
    }

    private int report(ClientVisits visits) {
        try {
            return options.finish(console, visits.report(), common.json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void print(URI address, Offer offer) {
        console.print(
                common.json
                        ? JsonLine.of(json -> {
                            json.writeStringField("url", address.toString());
                            json.writeStringField("subprotocols", String.join(",", offer.subprotocols()));
                            json.writeStringField("extensions", offer.extensions());
                        })
                        : address
                                + (offer.subprotocols().isEmpty()
                                        ? ""
                                        : "  offer subprotocols " + String.join(", ", offer.subprotocols()))
                                + (offer.extensions().isEmpty() ? "" : "  offer extensions " + offer.extensions()));
    }
}
