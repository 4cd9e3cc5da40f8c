package dev.handshake;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How bytes from outside are shown to people: escaped, so that no log line or terminal is at their mercy, and cut. */
final class Text {

    static final int SHOWN_CHARS = 80;

    private static final Pattern LINE = Pattern.compile("[^\\r\\n]+");
    private static final Pattern NAME_OF_SECRET = Pattern.compile(
            "[ \\t]*+(?:(?:proxy-)?authorization|(?:set-)?cookie|sec-websocket-key)[ \\t]*+:?+[ \\t]*+",
            Pattern.CASE_INSENSITIVE);
    /** A malformed one goes on behind a space, up to a version at the end of the line. */
    private static final Pattern QUERY =
            Pattern.compile("[\\r\\n]*+[^\\r\\n?]*+\\?([^\\r\\n]*?)(?=(?: HTTP/[0-9.]*+)?+(?:[\\r\\n]|\\z))");

    private static final Pattern USER = Pattern.compile("[\\r\\n]*+[^\\r\\n?:]*+://([^\\r\\n/?@]*+)@");

    private static final Pattern QUERY_OF_ADDRESS =
            Pattern.compile("[ \\t]*+(?:location|referer)[ \\t]*+:[^\\r\\n?#]*+[?#]", Pattern.CASE_INSENSITIVE);

    private Text() {}

    /** The value of a header field as {@link #shown}, but never a credential, the key, or the query of an address. */
    static String shownUnlessSecret(String name, String value) {
        return Field.secret(name) ? "(not shown)" : Field.address(name) ? shownAddress(value) : shown(value);
    }

    private static String shownAddress(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) == '?' || value.charAt(i) == '#') {
                return shown(value.substring(0, i)) + value.charAt(i) + "(not shown)";
            }
        }
        return shown(value);
    }

    /** A request target as {@link #shown}, without its query, where tokens are often carried. */
    static String shownTarget(String target) {
        int query = target.indexOf('?');
        return query < 0 ? shown(target) : shown(target.substring(0, query)) + "?(not shown)";
    }

    /**
     * Hides all that may be a secret in a head, however malformed, an octet for an octet: the value of a field that holds
     * one, folded lines included, the query of an address, and in a request line that and a user's name.
     */
    static String withoutSecrets(String head) {
        StringBuilder hidden = new StringBuilder(head);
        for (Pattern first : List.of(QUERY, USER)) {
            Matcher secret = first.matcher(head);
            if (secret.lookingAt()) {
                hide(hidden, secret.start(1), secret.end(1));
            }
        }
        boolean secret = false;
        for (Matcher line = LINE.matcher(head); line.find(); ) {
            Matcher name = NAME_OF_SECRET.matcher(head).region(line.start(), line.end());
            boolean named =
                    name.lookingAt() || name.usePattern(QUERY_OF_ADDRESS).lookingAt();
            // A fold, or behind a CR that ends no line.
            boolean goesOn = secret && (head.charAt(line.start()) <= ' ' || head.charAt(line.start() - 1) == '\r');
            secret = named || goesOn;
            if (secret) {
                hide(hidden, named ? name.end() : line.start(), line.end());
            }
        }
        return hidden.toString();
    }

    private static void hide(StringBuilder text, int from, int to) {
        for (int i = from; i < to; i++) {
            text.setCharAt(i, HandshakeTrace.HIDDEN);
        }
    }

    /** Escapes all but visible ASCII and the space, and cuts after {@link #SHOWN_CHARS} characters. */
    static String shown(CharSequence text) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), SHOWN_CHARS) + 16);
        int chars = Math.min(text.length(), SHOWN_CHARS);
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                shown.append("\\\\");
            } else if (c >= ' ' && c <= '~') {
                shown.append(c);
            } else if (c <= 0xff) {
                shown.append(String.format("\\x%02x", (int) c));
            } else {
                shown.append(String.format("\\u%04x", (int) c));
            }
        }
        if (chars < text.length()) {
            shown.append("... (").append(text.length()).append(" characters)");
        }
        return shown.toString();
    }
}
