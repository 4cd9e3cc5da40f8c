package dev.handshake;

/** How bytes from outside are shown to people: escaped, so that no log line or terminal is at their mercy, and cut. */
final class Text {

    static final int SHOWN_CHARS = 80;

    private Text() {}

    /** The value of a header field as {@link #shown}, but never one of a credential or of the key. */
    static String shownUnlessSecret(String name, String value) {
        return Field.secret(name) ? "(not shown)" : shown(value);
    }

    /** A request target as {@link #shown}, without its query, where tokens are often carried. */
    static String shownTarget(String target) {
        int query = target.indexOf('?');
        return query < 0 ? shown(target) : shown(target.substring(0, query)) + "?(not shown)";
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
