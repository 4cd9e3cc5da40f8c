package dev.handshake.cli;

import dev.handshake.ClientHandshaker;
import dev.handshake.messages.WebSocketOptions;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import dev.handshake.spi.TransportProvider;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Does the opening handshake with each URL in turn, exchanges messages if asked to, and closes the connection again. */
@Command(
        name = "connect",
        sortOptions = false,
        sortSynopsis = false,
        description = {
            "Does the opening handshake with each URL in turn, and shows request, response and verdict.",
            "Then it closes the connection, unless it is asked to exchange messages."
        },
        exitCodeListHeading = Common.EXIT_CODES,
        exitCodeList = {
            "0:all opened",
            "1:a handshake failed, the proxy declined, or messages were exchanged and the end was not clean",
            "2:wrong usage; all arguments are checked before the first connection",
            "3:a peer was not reached (name, connection, proxy's connection, TLS); goes before 1"
        },
        footer = {
            "%nWith --json, \"failure\" is the rule that was broken, such as BAD_SEC_ACCEPT, or NOT_REACHED; null if there is"
                    + " none, because it opened or the connection was lost. \"phase\" is how far it came: CONNECT, PROXY, TLS, REQUEST"
                    + " or RESPONSE.",
            "%nExample:",
            "  handshake connect --subprotocol chat --deflate ws://127.0.0.1:8080/room?id=1",
            "  handshake connect --send Hello ws://127.0.0.1:8080/",
            "  handshake connect --echo 'ws://127.0.0.1:9001/runCase?case=1&agent=handshake'",
            "  handshake connect --json --header 'Authorization: Bearer ...' wss://a.example",
            "  handshake connect --proxy http://proxy.example:3128 --follow 3 wss://a.example"
        })
final class ConnectCommand implements Callable<Integer> {

    @Parameters(paramLabel = "URL", arity = "1..*", description = "ws://HOST[:PORT][/PATH][?QUERY], or with wss://")
    private List<String> urls = List.of();

    @Mixin
    private ClientOptions client;

    @Mixin
    private Exchange exchange;

    @Mixin
    private MessageChoice messages;

    @Mixin
    private Common common;

    private final Console console;

    ConnectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        List<WebSocketUrl> checkedUrls =
                common.checked(() -> urls.stream().map(WebSocketUrl::parse).toList());
        ClientHandshaker.Builder builder = common.checked(() -> client.handshaker(exchange.echoes()));
        TransportProvider provider = common.checked(client::provider);
        WebSocketOptions options = common.checked(messages::options);
        client.warn(console);
        int exitCode = ExitCode.DONE;
        try (TransportGroup group = provider.open(TransportOptions.defaults())) {
            builder.group(group);
            for (WebSocketUrl url : checkedUrls) {
                if (url != checkedUrls.get(0) && !common.json) {
                    console.print("");
                }
                Attempt attempt = Attempt.of(builder, url);
                show(attempt);
                int after = attempt.established() == null
                        ? attempt.exitCode()
                        : exchange.over(attempt.established(), options, console, common.json, client.timeout());
                exitCode = Math.max(exitCode, after);
            }
        }
        return exitCode;
    }

    private void show(Attempt attempt) {
        console.print(common.json ? ConnectReports.json(attempt) : ConnectReports.text(attempt));
        IOException failure = attempt.failure();
        if (failure != null) {
            console.error(attempt.url().shown() + ": " + attempt.why());
            if (common.verbose) {
                console.trace(failure);
            }
        }
    }
}
