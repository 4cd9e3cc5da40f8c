package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a proxy and a redirect say, changed at random: the documented failure or a sound result, and nothing else. */
class OddOctetsTest {

    private static final int INPUTS = 30_000;

    private static final List<String> PROXY_HEADERS = List.of(
            "PROXY TCP4 192.0.2.1 192.0.2.2 4711 80\r\nGET",
            "PROXY TCP6 2001:db8::1 ::1 4711 443\r\n",
            "PROXY UNKNOWN\r\n",
            "\r\n\r\n\0\r\nQUIT\n\u0021\u0011\0\u000c\u00c0\0\2\1\u00c0\0\2\2\u0012\u0067\0\u0050GET",
            "\r\n\r\n\0\r\nQUIT\n\u0020\0\0\3abc",
            "\r\n\r\n\0\r\nQUIT\n\u0021\u0021\0\u0024" + "\0".repeat(36));

    private static final List<String> LOCATIONS = List.of(
            "https://a.example:8443/chat?x=1#y",
            "//b.example/",
            "/c/../d",
            "?q=%20",
            "../e;f",
            "wss://[::1]:99/",
            "http://user@host/",
            "ws://h:65536/");

    private final SplittableRandom random = new SplittableRandom(1);

    private String changed(List<String> texts) {
        StringBuilder text = new StringBuilder(texts.get(random.nextInt(texts.size())));
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), at + random.nextInt(4));
            String octet = String.valueOf((char) random.nextInt(random.nextInt(4) == 0 ? 256 : 128));
            text.replace(at, random.nextBoolean() ? at : to, random.nextInt(3) == 0 ? "" : octet);
        }
        return text.toString();
    }

    /** As it arrives: what was decided on a part of it is not decided otherwise on more. */
    @Test
    void ofAProxyHeaderMeanTheSameHoweverTheyArrive() {
        for (int i = 0; i < INPUTS; i++) {
            byte[] octets = Wire.raw(changed(PROXY_HEADERS));
            String whole = header(octets);
            for (int length = 0; length < octets.length; length++) {
                assertThat(header(Arrays.copyOf(octets, length)))
                        .as("the first %s of %s", length, Arrays.toString(octets))
                        .isIn("goes on", whole);
            }
        }
    }

    private static String header(byte[] octets) {
        try {
            ProxyHeader header = ProxyHeader.parse(octets);
            if (header == null) {
                return "goes on";
            }
            assertThat(header.octets).isBetween(1, octets.length);
            return header.octets + " octets: " + header.source + " to " + header.destination;
        } catch (ProxyHeader.Malformed e) {
            return "malformed";
        } catch (IOException e) {
            throw new AssertionError("an undocumented failure", e);
        }
    }

    @Test
    void ofALocationLeadNowhereOrToAWholeUri() {
        WebSocketUri here = WebSocketUri.parse(URI.create("ws://a.example/b/c?d"));
        for (int i = 0; i < INPUTS; i++) {
            String location = changed(LOCATIONS);
            WebSocketUri there;
            try {
                there = here.resolve(location);
            } catch (IllegalArgumentException e) {
                continue;
            }
            assertThat(Authority.isValid(there.authority())).as(location).isTrue();
            assertThat(there.target()).as(location).startsWith("/").doesNotContainPattern("[^!-~]|#");
            assertThat(WebSocketUri.parse(URI.create(there.full())))
                    .as(location)
                    .isEqualTo(there);
        }
    }

    @Test
    void ofAUriLeadNowhereOrToAWholeOne() {
        for (int i = 0; i < INPUTS; i++) {
            String text =
                    "ws" + changed(List.of("s://a.example/b?c", "://[::1]/", "://\u00e4.example/\u00e9", "://h:8/x"));
            WebSocketUri uri;
            try {
                uri = WebSocketUri.parse(new URI(text));
            } catch (IllegalArgumentException | URISyntaxException e) {
                continue;
            }
            assertThat(Authority.isValid(uri.authority())).as(text).isTrue();
            assertThat(uri.target()).as(text).startsWith("/").doesNotContainPattern("[^!-~]|#");
        }
    }
}
