package dev.handshake.hardening.simulation;

import dev.handshake.ClientHandshaker;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** From the URI that is asked for to where redirects lead, and what an undisturbed client must come to on that way. */
final class Route {

    /** What a server does that is not the last one, or is. */
    enum Kind {
        REDIRECTS,
        ANSWERS,
        CIRCLE,
        DOWNGRADE,
        BAD_LOCATION,
        UNREACHED,
        UNKNOWN,
        WRONG_NAME;

        private boolean leadsOn() {
            return this == REDIRECTS || this == CIRCLE || this == DOWNGRADE || this == BAD_LOCATION;
        }
    }

    /** One server on the way. */
    record Hop(boolean secure, String host, int number, Kind kind, boolean challenges) {

        String uri() {
            return (secure ? "wss://" : "ws://") + host + "/" + number;
        }

        boolean hasOriginOf(Hop other) {
            return secure == other.secure && host.equals(other.host);
        }
    }

    private static final List<String> HOSTS = List.of("a.example", "b.example", "c.example");
    private static final List<String> STATUSES =
            List.of("301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary", "308 Permanent");

    final List<Hop> hops = new ArrayList<>();
    final int redirects;
    final boolean authenticates;
    final boolean givesUp;
    final boolean proxied;
    final boolean proxyAsks;
    final boolean proxyDeclines;
    private final String status;
    private final boolean absolute;

    /** Draws one. */
    Route(RandomGenerator random) {
        redirects = random.nextInt(3);
        authenticates = random.nextBoolean();
        givesUp = random.nextInt(5) == 0;
        proxied = random.nextInt(10) < 3;
        proxyAsks = random.nextBoolean();
        proxyDeclines = random.nextInt(5) == 0;
        status = STATUSES.get(random.nextInt(STATUSES.size()));
        absolute = random.nextBoolean();
        boolean secure = random.nextInt(3) == 0;
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            hops.add(new Hop(secure, host(random, i), i, Kind.REDIRECTS, random.nextInt(5) == 0));
            secure |= random.nextInt(4) == 0;
        }
        Kind last = random.nextInt(3) == 0 ? Kind.values()[1 + random.nextInt(Kind.values().length - 1)] : Kind.ANSWERS;
        boolean needsNames = last == Kind.UNREACHED || last == Kind.UNKNOWN;
        if (proxied && needsNames || last == Kind.CIRCLE && count == 0) {
            last = Kind.ANSWERS;
        }
        String host = switch (last) {
            case UNKNOWN -> "nowhere.example";
            case UNREACHED -> "closed.example";
            case WRONG_NAME -> "wrong.example";
            default -> host(random, count);
        };
        boolean tls = last == Kind.WRONG_NAME || last == Kind.DOWNGRADE || secure;
        hops.add(new Hop(tls, host, count, last, random.nextInt(5) == 0));
    }

    private String host(RandomGenerator random, int number) {
        boolean same = number > 0 && random.nextBoolean();
        return same ? hops.get(number - 1).host() : HOSTS.get(random.nextInt(HOSTS.size()));
    }

    /** The answer of a server to a good request; null if it has one of its own. */
    String answer(Hop hop, boolean authorized) {
        if (hop.challenges() && !authorized) {
            return "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n";
        }
        return hop.kind().leadsOn()
                ? "HTTP/1.1 " + status + "\r\nLocation: " + location(hop) + "\r\nContent-Length: 5\r\n\r\nthere"
                : null;
    }

    private String location(Hop hop) {
        return switch (hop.kind()) {
            case REDIRECTS -> {
                Hop next = hops.get(hop.number() + 1);
                boolean relative = !absolute && next.hasOriginOf(hop);
                yield relative
                        ? "/" + next.number()
                        : next.uri().replaceFirst(absolute ? "^ws" : "^(?=ws)", absolute ? "http" : "");
            }
            case CIRCLE -> hops.get(0).uri();
            case DOWNGRADE -> "ws://a.example/99";
            default -> "ftp://a.example/";
        };
    }

    /** What it must come to. */
    record End(String outcome, int reports, Expected answered) {}

    /** Follows the route as the rules have it; what the last server answers is for a bare engine to judge. */
    End expected(ClientHandshaker client, Answers answers, boolean ends) {
        int reports = 1;
        boolean asked = false;
        boolean authorized = false;
        int followed = 0;
        if (proxied && proxyDeclines) {
            return new End("PROXY_DECLINED*", 1, new Expected());
        }
        for (int at = 0; ; at++) {
            Hop hop = hops.get(at);
            if (hop.kind() == Kind.UNREACHED || hop.kind() == Kind.UNKNOWN || hop.kind() == Kind.WRONG_NAME) {
                return new End("NOT_REACHED", reports, new Expected());
            }
            if (hop.challenges() && !authorized) {
                if (!authenticates || asked || givesUp) {
                    return new End("UPGRADE_DECLINED 401 ", reports, new Expected());
                }
                asked = true;
                authorized = true;
                reports++;
            }
            if (!hop.kind().leadsOn()) {
                Expected expected = Expected.client(client.start("a.example", "/"), answers::to, ends);
                boolean again = expected.outcomes.get(0).startsWith("UPGRADE_DECLINED 401")
                        && authenticates
                        && !asked
                        && !givesUp;
                return new End(expected.outcomes.get(0), again ? reports + 1 : reports, expected);
            }
            if (redirects == 0) {
                return new End("UPGRADE_DECLINED " + status.substring(0, 3) + " there", reports, new Expected());
            }
            if (hop.kind() != Kind.REDIRECTS || followed == redirects) {
                return new End("BAD_REDIRECT*", reports, new Expected());
            }
            followed++;
            reports++;
            authorized &= hops.get(at + 1).hasOriginOf(hop);
        }
    }

    @Override
    public String toString() {
        return hops + ", redirects " + redirects + (authenticates ? ", authenticates" : "")
                + (givesUp ? ", gives up" : "")
                + (proxied
                        ? ", proxied" + (proxyAsks ? ", asked by it" : "") + (proxyDeclines ? ", declined by it" : "")
                        : "");
    }
}
