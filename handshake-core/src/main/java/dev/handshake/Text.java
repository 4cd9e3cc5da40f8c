package dev.handshake;

/** How bytes from outside are shown to people: escaped, so that no log line or terminal is at their mercy, and cut. */
final class Text {

    static final int SHOWN_CHARS = 80;

    private Text() {}

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
