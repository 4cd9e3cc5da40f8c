package dev.handshake.cli;

import dev.handshake.messages.MessageLimits;
import dev.handshake.messages.WebSocketOptions;
import picocli.CommandLine.Option;

/** The settings of messages. */
final class MessageChoice {

    @Option(
            names = "--max-message-bytes",
            paramLabel = "N",
            defaultValue = "16777216",
            description = "The largest message to receive. Default: ${DEFAULT-VALUE}.")
    private int maxMessageBytes;

    WebSocketOptions options() {
        return WebSocketOptions.defaults().withLimits(MessageLimits.defaults().withMessageBytes(maxMessageBytes));
    }
}
