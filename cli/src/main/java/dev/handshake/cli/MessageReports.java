package dev.handshake.cli;

import dev.handshake.messages.Ending;
import dev.handshake.messages.Message;
import dev.handshake.messages.MessageException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;

/** Prints messages as they go and come: {@code >} and {@code <} a line, or JSON. Thread-safe but for what is unanswered. */
final class MessageReports {

    private static final int HEX_OCTETS = 32;

    private final Console console;
    private final boolean json;
    private boolean unanswered;

    MessageReports(Console console, boolean json) {
        this.console = console;
        this.json = json;
    }

    void sent(String text) {
        console.print(json ? text("sent", text) : "> " + Escaped.line(text));
    }

    void received(Message message) {
        if (message.isText()) {
            console.print(json ? text("received", message.text()) : "< " + Escaped.line(message.text()));
            return;
        }
        byte[] octets = new byte[message.size()];
        message.data().get(octets);
        console.print(
                json
                        ? JsonLine.of(it -> it.writeStringField(
                                "receivedBase64", Base64.getEncoder().encodeToString(octets)))
                        : "< (" + octets.length + " octets) " + hex(octets));
    }

    private static String text(String name, String text) {
        return JsonLine.of(it -> it.writeStringField(name, text));
    }

    private static String hex(byte[] octets) {
        int shown = Math.min(octets.length, HEX_OCTETS);
        return HexFormat.of().formatHex(octets, 0, shown) + (shown < octets.length ? "..." : "");
    }

    void noAnswer(Duration timeout) {
        unanswered = true;
        console.error("no answer came in " + timeout.toMillis() + " ms");
    }

    boolean isUnanswered() {
        return unanswered;
    }

    void ended(Ending ending) {
        MessageException failure = ending.failure();
        if (json) {
            console.print(JsonLine.of(it -> {
                it.writeNumberField("closed", ending.code());
                it.writeStringField("reason", ending.reason());
                JsonLine.text(it, "failure", failure == null ? null : failure.failure());
            }));
        } else {
            String reason = ending.reason().isEmpty() || failure != null ? "" : " " + Escaped.line(ending.reason());
            console.print("CLOSED " + ending.code() + reason + (failure == null ? "" : ": " + failure.failure()));
        }
        if (failure != null) {
            console.error(failure.getMessage());
        }
    }
}
