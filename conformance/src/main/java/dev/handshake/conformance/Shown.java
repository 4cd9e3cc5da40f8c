package dev.handshake.conformance;

/** Octets and texts in a form for eyes. */
final class Shown {

    private static final int MOST = 2000;

    private Shown() {}

    /** Octets with all that can't be seen written out, and a new line behind each LF. */
    static String octets(String octets) {
        StringBuilder shown = new StringBuilder();
        int end = Math.min(octets.length(), MOST);
        for (int i = 0; i < end; i++) {
            append(shown, octets.charAt(i));
        }
        if (end < octets.length()) {
            shown.append("\n… and ").append(octets.length() - end).append(" octets more");
        }
        return shown.toString();
    }

    private static void append(StringBuilder shown, char c) {
        switch (c) {
            case '\r' -> shown.append("\\r");
            case '\n' -> shown.append("\\n\n");
            case '\t' -> shown.append("\\t");
            case '\\' -> shown.append("\\\\");
            default -> {
                if (c >= ' ' && c <= '~') {
                    shown.append(c);
                } else {
                    shown.append(String.format("\\x%02x", (int) c));
                }
            }
        }
    }

    /** A text without control characters. */
    static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "\ufffd");
    }

    /** A text in XML or HTML, in an attribute too. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c < ' ' && c != '\n' && c != '\t' ? '\ufffd' : c);
            }
        }
        return escaped.toString();
    }

    /** What came, in a word or two. */
    static String ending(Observation seen) {
        boolean told = seen.ending() == Ending.ACCEPTED || seen.ending() == Ending.REFUSED;
        return seen.ending()
                + (told ? seen.status().map(code -> " (" + code + ")").orElse("") : "");
    }
}
