package dev.handshake.conformance.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rules of grammar as regular expressions. A character is an octet, and only LF ends a line. */
final class Abnf {

    /** {@code tchar}, RFC 9110, 5.6.2, as the inside of a character class. */
    static final String TCHAR = "!#$%&'*+\\-.^_`|~0-9A-Za-z";

    static final String TOKEN = "[" + TCHAR + "]+";

    /** What no line may hold: the control octets but HTAB, CR and LF. */
    static final String CONTROL = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]";

    /** {@code BWS}, RFC 9110, 5.6.3. */
    private static final String BLANKS = "[ \\t]*";

    private static final String H16 = "[0-9A-Fa-f]{1,4}";
    private static final String DEC_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final String LS32 = "(?:" + H16 + ":" + H16 + "|" + DEC_OCTET + "(?:\\." + DEC_OCTET + "){3})";

    /** {@code IPv6address}, RFC 3986, 3.2.2, line by line. */
    private static final String IPV6 = String.join(
                    "|",
                    "(?:H:){6}L",
                    "::(?:H:){5}L",
                    "(?:H)?::(?:H:){4}L",
                    "(?:(?:H:){0,1}H)?::(?:H:){3}L",
                    "(?:(?:H:){0,2}H)?::(?:H:){2}L",
                    "(?:(?:H:){0,3}H)?::H:L",
                    "(?:(?:H:){0,4}H)?::L",
                    "(?:(?:H:){0,5}H)?::H",
                    "(?:(?:H:){0,6}H)?::")
            .replace("H", H16)
            .replace("L", LS32);

    /** {@code uri-host [":" port]} with a host that is not empty; of IP-literals only IPv6. */
    static final String AUTHORITY =
            "(?:\\[(?:" + IPV6 + ")]|(?:[A-Za-z0-9\\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})++)(?::[0-9]*)?";

    /** A parameter's value in quotes must be a token without them, RFC 6455, 9.1. */
    private static final String VALUE = "(?:" + TOKEN + "|\"(?:\\\\?[" + TCHAR + "])++\")";

    private static final String PARAMETER = "(" + TOKEN + ")(?:" + BLANKS + "=" + BLANKS + "(" + VALUE + "))?";

    private static final String EXTENSION = TOKEN + "(?:" + BLANKS + ";" + BLANKS + PARAMETER + ")*+";

    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    private Abnf() {}

    /** Tells whether a pattern is found anywhere. */
    static boolean has(String text, String regex) {
        return pattern(regex).matcher(text).find();
    }

    private static Pattern pattern(String regex) {
        return PATTERNS.computeIfAbsent(regex, it -> Pattern.compile(it, Pattern.UNIX_LINES));
    }

    /** All values of a field, in order, each without the white space around it. */
    static List<String> lines(String head, String name) {
        return pattern("\\n(?i:" + name + ")[ \\t]*:[ \\t]*([^\\n]*?)[ \\t]*\\r?(?=\\n)")
                .matcher(head)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** The members of a list over all lines, RFC 9110, 5.6.1; empty ones count for nothing. */
    static List<String> members(String head, String name) {
        return lines(head, name).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(member -> member.replaceAll("^[ \\t]+|[ \\t]+$", ""))
                .filter(member -> !member.isEmpty())
                .toList();
    }

    /** The value of the first line of a field; empty if there is none. */
    static String first(String head, String name) {
        return lines(head, name).stream().findFirst().orElse("");
    }

    /** Tells whether a field is there, but without a member. */
    static boolean isEmptyList(String head, String name) {
        return !lines(head, name).isEmpty() && members(head, name).isEmpty();
    }

    /** Tells whether a field is there, but without this member. */
    static boolean lacks(String head, String name, String member) {
        return !lines(head, name).isEmpty() && members(head, name).stream().noneMatch(member::equalsIgnoreCase);
    }

    static boolean isExtension(String member) {
        return member.matches(EXTENSION);
    }

    /** Extensions without quotes and white space: {@code name; key=value; flag}. */
    static List<String> extensions(String head) {
        return members(head, "Sec-WebSocket-Extensions").stream()
                .map(Abnf::withoutQuotes)
                .toList();
    }

    private static String withoutQuotes(String member) {
        List<String> parts = new ArrayList<>();
        Matcher name = Pattern.compile(TOKEN).matcher(member);
        parts.add(name.lookingAt() ? name.group() : member);
        Matcher parameter = Pattern.compile(";" + BLANKS + PARAMETER).matcher(member);
        while (parameter.find()) {
            String value = parameter.group(2);
            parts.add(parameter.group(1) + (value == null ? "" : "=" + value.replaceAll("[\"\\\\]", "")));
        }
        return String.join("; ", parts);
    }
}
