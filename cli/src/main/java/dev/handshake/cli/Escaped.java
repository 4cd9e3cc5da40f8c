package dev.handshake.cli;

/** Texts from a peer as they may be shown: no control character reaches the terminal, and nothing poses as a new line. */
final class Escaped {

    private Escaped() {}

    /** Escapes all but visible ASCII and the space. */
    static String text(CharSequence text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.chars().forEach(c -> {
            if (c >= ' ' && c <= '~') {
                shown.append((char) c);
            } else {
                shown.append(c <= 0xff ? String.format("\\x%02x", c) : String.format("\\u%04x", c));
            }
        });
        return shown.toString();
    }

    /** Escapes all that would not stay in its line or is not seen; letters of all languages are as they are. */
    static String line(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isShown(Character.getType(c))) {
                shown.appendCodePoint(c);
            } else {
                shown.append(String.format(c <= 0xff ? "\\x%02x" : "\\u%04x", c));
            }
        });
        return shown.toString();
    }

    private static boolean isShown(int type) {
        return switch (type) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    /** Escapes, and cuts to a width of at most {@code columns}. */
    static String text(CharSequence text, int columns) {
        String shown = text(text.length() > columns ? text.subSequence(0, columns + 1) : text);
        return shown.length() > columns ? shown.substring(0, columns - 3) + "..." : shown;
    }
}
