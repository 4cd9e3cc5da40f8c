package dev.handshake.cli;

import dev.handshake.ClientHandshaker;
import dev.handshake.ConnectionInfo;
import dev.handshake.HandshakeTrace;
import dev.handshake.Relaxation;
import dev.handshake.ServerHandshaker;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import dev.handshake.spi.TransportProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows, rule by rule, why a server's answer or a client's request is good or not. */
@Command(
        name = "explain",
        sortOptions = false,
        sortSynopsis = false,
        description = {
            "Shows every rule in order: where it comes from, what it found, whether it is met; and for one that is broken,"
                    + " what would be right and who usually causes it.",
            "With a URL, those of a client, about the answer of the server there. With --request, those of a server, about"
                    + " a request that was captured, for example behind a proxy."
        },
        exitCodeListHeading = Common.EXIT_CODES,
        exitCodeList = {
            "0:every rule is met",
            "1:a rule is broken, or the handshake failed",
            "2:wrong usage",
            "3:the peer was not reached (name, connection, proxy's connection, TLS)"
        },
        footer = {
            "%nSecrets in what was received are not shown: Authorization, Cookie, Set-Cookie, Proxy-Authorization, the key,"
                    + " the query of a request, of Location and of Referer. In colour on a terminal, unless NO_COLOR is set.",
            "%nExample:",
            "  handshake explain wss://a.example/chat",
            "  handshake explain --request captured.txt",
            "  nc -l 9000 | handshake explain --request -"
        })
final class ExplainCommand implements Callable<Integer> {

    private static final int MOST_BYTES = 1 << 20;
    private static final Set<String> OF_REQUESTS = Set.of("--request", "--exact", "--allow-origin", "--relax");
    private static final Set<String> OF_BOTH = Set.of("--json", "--verbose");

    /** What is explained: one of them. */
    private static final class Subject {

        @Parameters(paramLabel = "URL", description = "ws://HOST[:PORT][/PATH][?QUERY], or with wss://")
        private @Nullable String url;

        @Option(
                names = "--request",
                paramLabel = "FILE",
                required = true,
                description =
                        "A request as a server received it; - is standard input. If none of its lines ends with CR LF,"
                                + " as in a text file, they are taken to.")
        private @Nullable Path request;
    }

    @ArgGroup(multiplicity = "1")
    private Subject subject;

    @Option(
            names = "--exact",
            description = "With --request: take its octets as they are, whatever its lines end with.")
    private boolean exact;

    @Option(
            names = "--allow-origin",
            paramLabel = "ORIGIN",
            split = ",",
            defaultValue = "same",
            description =
                    "With --request: who may come with a browser, as for 'serve --origin'. Default: ${DEFAULT-VALUE}.")
    private List<String> origins;

    @Option(
            names = "--relax",
            paramLabel = "NAME",
            split = ",",
            description = "With --request: put up with quirks of clients: ${COMPLETION-CANDIDATES}.")
    private List<Relaxation> relaxations = List.of();

    @Mixin
    private ClientOptions client;

    @Mixin
    private Common common;

    @Spec
    private CommandSpec command;

    private final Console console;

    ExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        checkOptions();
        return subject.request == null ? explainUrl(subject.url) : explainRequest(subject.request);
    }

    /** An option that does nothing here is a misunderstanding. */
    private void checkOptions() {
        boolean request = subject.request != null;
        for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
            String name = option.longestName();
            if (!OF_BOTH.contains(name) && OF_REQUESTS.contains(name) != request) {
                throw new ParameterException(
                        command.commandLine(), name + (request ? " is not for --request" : " is only for --request"));
            }
        }
    }

    private int explainUrl(@Nullable String url) throws IOException {
        WebSocketUrl checked = common.checked(() -> WebSocketUrl.parse(String.valueOf(url)));
        ClientHandshaker.Builder builder =
                common.checked(() -> client.handshaker(false)).explain(true);
        TransportProvider provider = common.checked(client::provider);
        client.warn(console);
        try (TransportGroup group = provider.open(TransportOptions.defaults())) {
            Attempt attempt = Attempt.of(builder.group(group), checked);
            if (attempt.established() != null) {
                attempt.established().transport().close();
            }
            console.print(
                    common.json ? ExplainReports.json(attempt) : ExplainReports.text(attempt, Terminal.hasColours()));
            if (attempt.failure() != null && !attempt.reached()) {
                console.error(checked.shown() + ": " + attempt.why());
            }
            if (attempt.failure() != null && common.verbose) {
                console.trace(attempt.failure());
            }
            return attempt.exitCode();
        }
    }

    private int explainRequest(Path file) {
        ServerHandshaker server = common.checked(() -> ServerHandshaker.builder()
                .relax(relaxations.toArray(Relaxation[]::new))
                .origins(ServeCommand.origins(origins))
                .build());
        byte[] octets = common.checked(() -> read(file));
        boolean asText = !exact && indexOf(octets, '\r') < 0 && indexOf(octets, '\n') >= 0;
        HandshakeTrace trace = server.explain(ByteBuffer.wrap(asText ? wire(octets) : octets), ConnectionInfo.UNKNOWN);
        console.print(
                common.json ? ExplainReports.json(trace) : ExplainReports.text(trace, asText, Terminal.hasColours()));
        return trace.failure() == null ? ExitCode.DONE : ExitCode.FAILED;
    }

    private byte[] read(Path file) {
        try (InputStream in = file.toString().equals("-") ? console.in() : Files.newInputStream(file)) {
            return in.readNBytes(MOST_BYTES);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("the file '" + file + "' is not there", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the file '" + file + "' can't be read (" + e.getMessage() + ")", e);
        }
    }

    private static int indexOf(byte[] octets, char wanted) {
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** Gives lines of a text the ends that they had on the wire, and the head its empty line, which editors drop. */
    private static byte[] wire(byte[] text) {
        String lines = new String(text, StandardCharsets.ISO_8859_1).stripTrailing() + "\n\n";
        return lines.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
