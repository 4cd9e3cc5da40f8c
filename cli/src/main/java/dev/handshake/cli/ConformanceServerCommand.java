package dev.handshake.cli;

import dev.handshake.Role;
import dev.handshake.conformance.NotReadyException;
import dev.handshake.conformance.ScannedServer;
import dev.handshake.conformance.Suite;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Scans a server. */
@Command(
        name = "server",
        sortOptions = false,
        sortSynopsis = false,
        description = {
            "Sends each case to a server, over a connection of its own, and judges the answer.",
            "First a good handshake is tried; if that fails, nothing else is sent. Cases that depend on settings which nobody"
                    + " knows from outside (limits, origins) are not applicable. An address that is not this machine's own is"
                    + " asked about first: scan only what is yours."
        },
        exitCodeListHeading = Common.EXIT_CODES,
        exitCodeList = {
            "0:nothing is wrong; there may be advice",
            "1:something is wrong, or a good handshake failed",
            "2:wrong usage, or an address that is not this machine's own without --yes",
            "3:the server was not reached, or not to the end"
        },
        footer = {
            "%n'right' is what the RFCs ask for or leave open. 'advice' is allowed, but there is better. 'wrong' breaks a MUST."
                    + " 'n/a' proves nothing here.",
            "%nExample:",
            "  handshake conformance server ws://127.0.0.1:8080/chat",
            "  handshake conformance server --group host,key --variant all --out report ws://127.0.0.1:8080/",
            "  handshake conformance server --case S-HOST-005 --insecure wss://127.0.0.1:8443/"
        })
final class ConformanceServerCommand implements Callable<Integer> {

    @Parameters(paramLabel = "URL", description = "ws://HOST[:PORT][/PATH][?QUERY], or with wss://")
    private String url;

    @Mixin
    private SuiteOptions options;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "20",
            description = "Begin at most so many cases a second, 1 to 1000. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "3s",
            converter = Durations.class,
            description = "Wait so long for each answer. Default: ${DEFAULT-VALUE}.")
    private Duration timeout;

    @Option(
            names = "--header",
            paramLabel = "'NAME: VALUE'",
            description = "Send this header line with each case, if the server wants one. May be given several times.")
    private List<String> headers = List.of();

    @ArgGroup(exclusive = true)
    private @Nullable Trust trust;

    @Option(names = "--yes", description = "Do not ask before going to an address that is not this machine's own.")
    private boolean yes;

    @Mixin
    private Common common;

    private final Console console;

    ConformanceServerCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Suite suite = common.checked(this::suite);
        ScannedServer server = common.checked(this::server);
        try {
            if (!yes && !server.isLoopback() && !isAllowed()) {
                return ExitCode.WRONG_USAGE;
            }
            return options.finish(console, suite.run(server, new SuiteProgress(console, common.json)), common.json);
        } catch (NotReadyException e) {
            console.error(e.getMessage());
            return ExitCode.FAILED;
        } catch (IOException e) {
            console.error(WebSocketUrl.parse(url).shown() + " was not reached: " + e.getMessage());
            return ExitCode.NOT_REACHED;
        }
    }

    private Suite suite() {
        if (rate < 1 || rate > 1000) {
            throw new IllegalArgumentException("a rate is 1 to 1000 a second, not " + rate);
        }
        return options.suite(Role.SERVER, rate);
    }

    private ScannedServer server() {
        ScannedServer server = new ScannedServer(WebSocketUrl.parse(url).uri()).patience(timeout);
        headers.stream().map(HeaderLine::parse).forEach(line -> server.header(line.name(), line.value()));
        SSLContext context = trust == null ? null : trust.context();
        return context == null ? server : server.tls(context, !trust.insecure);
    }

    private boolean isAllowed() {
        if (!Terminal.isThere()) {
            console.error("the address is not this machine's own; say --yes if the server is yours to scan");
            return false;
        }
        return Terminal.agrees("The address is not this machine's own. Is the server yours to scan?");
    }
}
