package dev.handshake.cli;

import dev.handshake.HandshakeResponse;
import java.util.List;

/** The body of a refusal, for a person: a text, or that it is none. */
final class ReplyBody {

    private ReplyBody() {}

    /** Returns its lines, not yet escaped. */
    static List<String> lines(HandshakeResponse response) {
        String text = response.bodyText();
        if (isText(text)) {
            return text.lines().toList();
        }
        String coding = response.headers().lines("Content-Encoding").stream()
                .findFirst()
                .map(name -> ", as " + name)
                .orElse("");
        return List.of("(" + response.body().length + " octets that are no text" + coding + ")");
    }

    /** An odd octet in a page is no reason not to show it; what is compressed has many. */
    private static boolean isText(String text) {
        long odd = text.chars().filter(c -> c == '\ufffd' || c == 0).count();
        return odd * 10 <= text.length();
    }

    /** Returns all of it in one line, in which white space is a space, as in HTML; not yet escaped. */
    static String line(HandshakeResponse response) {
        return String.join(" ", lines(response)).replaceAll("\\s+", " ").strip();
    }
}
