package dev.handshake.cli;

import dev.handshake.Transports;
import dev.handshake.spi.TransportProvider;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the transports. */
@Command(
        name = "transports",
        sortOptions = false,
        description = "Lists the transports that were found, the best first, and why one can't be used here.",
        footer = {"%nExample:", "  handshake transports --json"})
final class TransportsCommand implements Callable<Integer> {

    @Mixin
    private Common common;

    private final Console console;

    TransportsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Transports.all().forEach(provider -> console.print(common.json ? json(provider) : text(provider)));
        return ExitCode.DONE;
    }

    private static String text(TransportProvider provider) {
        String state =
                provider.unavailable().map(why -> "not available: " + why).orElse("available");
        return String.format(Locale.ROOT, "%-14s rank %4d  %s", provider.name(), provider.rank(), Escaped.text(state));
    }

    private static String json(TransportProvider provider) {
        return JsonLine.of(json -> {
            json.writeStringField("name", provider.name());
            json.writeNumberField("rank", provider.rank());
            json.writeBooleanField("available", provider.unavailable().isEmpty());
            JsonLine.text(json, "unavailable", provider.unavailable().orElse(null));
        });
    }
}
