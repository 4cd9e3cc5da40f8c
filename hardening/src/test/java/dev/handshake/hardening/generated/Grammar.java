package dev.handshake.hardening.generated;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws from the rules of RFC 3986, RFC 9110 and RFC 6455, as they are written there. */
final class Grammar {

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String DIGITS = "0123456789";
    private static final String TCHAR = "!#$%&'*+-.^_`|~" + DIGITS + LETTERS;
    private static final String UNRESERVED = LETTERS + DIGITS + "-._~";
    private static final String SUB_DELIMS = "!$&'()*+,;=";

    final RandomGenerator random;

    Grammar(RandomGenerator random) {
        this.random = random;
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    String some(String alphabet, int least, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = least + random.nextInt(most - least + 1); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    String token() {
        return some(TCHAR, 1, 12);
    }

    /** RFC 9110, 5.5: what is between the white space around it. */
    String value() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(24); i > 0; i--) {
            int octet = chance(90) ? 0x21 + random.nextInt(0x5e) : 0x80 + random.nextInt(0x80);
            text.append(chance(10) ? some(" \t", 1, 1) : String.valueOf((char) octet));
        }
        return text.toString().replaceAll("^[ \t]+|[ \t]+$", "");
    }

    /** RFC 9110, 5.6.3: optional white space. */
    String ows() {
        return chance(80) ? "" : some(" \t", 0, 3);
    }

    /** The same text in other letter cases, for what is compared without regard to them. */
    String anyCase(String text) {
        StringBuilder mixed = new StringBuilder();
        for (char c : text.toCharArray()) {
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            mixed.append(letter && chance(40) ? (char) (c ^ 0x20) : c);
        }
        return mixed.toString();
    }

    private String percent() {
        return "%" + some("0123456789abcdefABCDEF", 2, 2);
    }

    private String pieces(String alphabet, int least, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = least + random.nextInt(most - least + 1); i > 0; i--) {
            text.append(chance(15) ? percent() : some(alphabet, 1, 1));
        }
        return text.toString();
    }

    /** RFC 9112, 3.2.1: origin-form. */
    String target() {
        StringBuilder path = new StringBuilder();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            path.append('/').append(pieces(UNRESERVED + SUB_DELIMS + ":@", 0, 8));
        }
        return path + (chance(30) ? "?" + pieces(UNRESERVED + SUB_DELIMS + ":@/?", 0, 12) : "");
    }

    /** RFC 9110, 7.2: uri-host [ ":" port ], without {@code IPvFuture}, of which there is none yet: such a host is refused. */
    String host() {
        String host = switch (random.nextInt(3)) {
            case 0 ->
                random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256);
            case 1 ->
                "[" + one(List.of("::1", "::", "2001:db8::8:800:200c:417a", "::ffff:192.0.2.1", "1:2:3:4:5:6:7:8"))
                        + "]";
            default -> pieces(UNRESERVED + SUB_DELIMS, 1, 12);
        };
        return host + (chance(40) ? ":" + some(DIGITS, 0, 5) : "");
    }

    /** RFC 6455, 4.1: sixteen octets in Base64. */
    String key() {
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        return Base64.getEncoder().encodeToString(nonce);
    }

    /** RFC 9110, 5.6.1: a list, perhaps with empty members, over one line or several. */
    List<String> lines(String name, List<String> members) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String member : members) {
            if (line.length() > 0) {
                if (chance(25)) {
                    lines.add(line(name, line.toString()));
                    line.setLength(0);
                } else {
                    line.append(ows())
                            .append(',')
                            .append(chance(10) ? " ," : "")
                            .append(ows());
                }
            }
            line.append(member);
        }
        lines.add(line(name, line.toString()));
        return lines;
    }

    /** RFC 9112, 5: a field line. */
    String line(String name, String value) {
        return anyCase(name) + ":" + ows() + value + ows() + "\r\n";
    }
}
