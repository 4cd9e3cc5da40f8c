package dev.handshake;

/** {@code uri-host [":" port]}, RFC 9110, 7.2 and RFC 3986, 3.2.2, on octets. */
final class Authority {

    private Authority() {}

    /**
     * Tells whether the octets are a host, not empty (RFC 9110, 4.2.1), and perhaps a port of digits. User information is no
     * part of it.
     */
    static boolean isValid(byte[] bytes, int from, int to) {
        int hostEnd = hostEnd(bytes, from, to);
        return hostEnd > from
                && (hostEnd == to || bytes[hostEnd] == ':' && Grammar.all(Grammar.DIGIT, bytes, hostEnd + 1, to));
    }

    static boolean isValid(String text) {
        // What is not ISO 8859-1 becomes a question mark, which no authority can hold.
        byte[] bytes = Grammar.ascii(text);
        return isValid(bytes, 0, bytes.length);
    }

    /** Returns the index behind the host, or {@code from} if there is no valid one. */
    static int hostEnd(byte[] bytes, int from, int to) {
        if (from < to && bytes[from] == '[') {
            int i = from + 1;
            while (i < to && bytes[i] != ']') {
                i++;
            }
            return i < to && isIpv6(Grammar.text(bytes, from + 1, i)) ? i + 1 : from;
        }
        int i = Grammar.skip(Grammar.REG_NAME, bytes, from, to);
        while (i + 2 < to && bytes[i] == '%' && Grammar.all(Grammar.HEX, bytes, i + 1, i + 3)) {
            i = Grammar.skip(Grammar.REG_NAME, bytes, i + 3, to);
        }
        return i == to || bytes[i] == ':' ? i : from;
    }

    /** {@code IPv6address} of RFC 3986: eight groups, or fewer around one {@code ::}, the last two perhaps dotted. */
    private static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0) {
            int before = groups(text.substring(0, gap), false);
            int after = groups(text.substring(gap + 2), true);
            return before >= 0 && after >= 0 && before + after <= 7;
        }
        return groups(text, true) == 8;
    }

    /** Counts groups of 16 bits, none in an empty text; -1 if one is malformed. */
    private static int groups(String text, boolean mayEndDotted) {
        if (text.isEmpty()) {
            return 0;
        }
        String[] parts = text.split(":", -1);
        int groups = 0;
        for (int i = 0; i < parts.length; i++) {
            if (mayEndDotted && i == parts.length - 1 && isIpv4(parts[i])) {
                groups += 2;
            } else if (isGroup(parts[i])) {
                groups++;
            } else {
                return -1;
            }
        }
        return groups;
    }

    private static boolean isGroup(String text) {
        byte[] bytes = Grammar.ascii(text);
        return bytes.length >= 1 && bytes.length <= 4 && Grammar.all(Grammar.HEX, bytes, 0, bytes.length);
    }

    static boolean isIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            byte[] digits = Grammar.ascii(part);
            boolean octet = digits.length >= 1
                    && digits.length <= 3
                    && Grammar.all(Grammar.DIGIT, digits, 0, digits.length)
                    && (digits.length == 1 || digits[0] != '0')
                    && Integer.parseInt(part) <= 255;
            if (!octet) {
                return false;
            }
        }
        return true;
    }
}
