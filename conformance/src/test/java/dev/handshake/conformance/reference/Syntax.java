package dev.handshake.conformance.reference;

import static dev.handshake.conformance.reference.Abnf.CONTROL;
import static dev.handshake.conformance.reference.Abnf.TCHAR;
import static dev.handshake.conformance.reference.Abnf.TOKEN;
import static dev.handshake.conformance.reference.Abnf.has;

/** What breaks the syntax of any head, RFC 9112, 2.2 and 5. Each is found behind the first line, unless it says otherwise. */
final class Syntax {

    private Syntax() {}

    /** In the first line, too. */
    static boolean hasLoneCr(String head) {
        return has(head, "\\r(?!\\n)");
    }

    static boolean hasFoldedLine(String head) {
        return has(head, "\\n[ \\t]");
    }

    static boolean hasWhiteSpaceInFront(String head) {
        return has(head, "^[^\\n]*\\n[ \\t]");
    }

    static boolean hasLineWithoutColon(String head) {
        return has(head, "\\n(?![ \\t]|\\r?\\n)[^:\\n]*\\n");
    }

    static boolean hasLineWithoutName(String head) {
        return has(head, "\\n:");
    }

    static boolean hasSpaceBeforeColon(String head) {
        return has(head, "\\n[^: \\t\\n][^:\\n]*(?<=[ \\t]):");
    }

    static boolean hasOtherOctetInName(String head) {
        return has(head, "\\n[^" + TCHAR + ": \\t\\r\\n][^:\\n]*:")
                || has(head, "\\n" + TOKEN + "(?:[^" + TCHAR + ": \\t\\n]|[ \\t]+[^: \\t\\n])[^:\\n]*:");
    }

    static boolean hasControlInValue(String head) {
        return has(head, "\\n[^:\\n]*:[^\\n]*" + CONTROL);
    }
}
