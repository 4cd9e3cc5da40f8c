package dev.handshake;

import static dev.handshake.Connecting.OPEN;
import static dev.handshake.Connecting.answers;
import static dev.handshake.Connecting.redirect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.Style.Ending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects and challenges: who is sent what. */
@Timeout(30)
class ConnectRedirectTest {

    private static final String CHALLENGE =
            "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer\nContent-Length: 0\n\n";

    private final Connecting connecting = new Connecting();

    private void withCredentials() {
        connecting
                .builder
                .header("Authorization", "Bearer hidden")
                .header("Cookie", "id=hidden")
                .decorate(headers -> headers.add("Cookie", "more=hidden").add("Proxy-Authorization", "hidden"))
                .header("X-Other", "kept");
    }

    @Test
    void followsNoRedirectUnlessToldTo() {
        HandshakeException failure =
                connecting.to("ws://127.0.0.1/", answers(redirect(302, "/x"))).refused();
        assertThat(failure.failure()).isEqualTo(HandshakeFailure.UPGRADE_DECLINED);
        assertThat(failure.response().orElseThrow().headers().only("Location")).contains("/x");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsEachKindOfRedirect(int status) {
        connecting.builder.followRedirects(1);
        ScriptedTransport there = answers(OPEN);
        connecting
                .to("ws://127.0.0.1/a", answers(redirect(status, "/b")), there)
                .opened();
        assertThat(there.written()).startsWith("GET /b HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        assertThat(connecting.reports.count()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 304, 305, 306, 200, 399})
    void followsNothingElse(int status) {
        connecting.builder.followRedirects(5);
        Ending ending = connecting.to("ws://127.0.0.1/a", answers(redirect(status, "/b")));
        assertThat(ending.refused().failure()).isEqualTo(HandshakeFailure.UPGRADE_DECLINED);
    }

    @Test
    void sendsCredentialsToTheSameOriginAgain() {
        withCredentials();
        connecting.builder.followRedirects(1);
        ScriptedTransport there = answers(OPEN);
        connecting.to("ws://127.0.0.1/a", answers(redirect(302, "http://127.0.0.1:80/b")), there);
        assertThat(there.written())
                .contains("\r\nAuthorization: Bearer hidden\r\n", "\r\nCookie: id=hidden\r\n", "more=hidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws://127.0.0.2/", "http://127.0.0.1:81/", "//[::1]/", "ws://127.0.0.1:443/"})
    void sendsNoCredentialToAnotherOriginNorBackFromThere(String location) {
        withCredentials();
        connecting.builder.followRedirects(3);
        ScriptedTransport first = answers(redirect(307, location));
        ScriptedTransport second = answers(redirect(307, "/again"));
        ScriptedTransport third = answers(redirect(307, "ws://127.0.0.1/home"));
        ScriptedTransport home = answers(OPEN);
        connecting.to("ws://127.0.0.1/", first, second, third, home).opened();
        assertThat(first.written()).contains("Bearer hidden");
        for (ScriptedTransport other : new ScriptedTransport[] {second, third, home}) {
            assertThat(other.written()).contains("X-Other: kept").doesNotContain("hidden");
        }
    }

    @Test
    void sendsNoCredentialFromPlainTextToTlsOfTheSameHost() {
        withCredentials();
        connecting.builder.followRedirects(1);
        ScriptedTransport there = new ScriptedTransport();
        there.whenIdle(there::ends);
        Ending ending = connecting.to("ws://127.0.0.1/", answers(redirect(302, "wss://127.0.0.1:80/")), there);
        assertThat(ending.refused().phase()).isEqualTo(HandshakePhase.TLS);
        assertThat(there.written()).doesNotContain("hidden");
    }

    @ParameterizedTest
    @CsvSource({
        "'',                               circle",
        "ws://127.0.0.1/a,                 circle",
        "http://127.0.0.1:80/a#top,        circle",
        "ftp://127.0.0.1/,                 neither ws nor wss",
        "javascript:alert(1),              neither ws nor wss",
        "http://u:hidden@127.0.0.1/,       user information",
        "http://127.0.0.1:99999/,          port",
        "http://[::1/,                     no URI",
        "/a b,                             characters",
    })
    void goesNowhereElse(String location, String why) {
        connecting.builder.followRedirects(9);
        HandshakeException failure = connecting
                .to("ws://127.0.0.1/a", answers(redirect(302, location)))
                .refused();
        assertThat(failure.failure()).isEqualTo(HandshakeFailure.BAD_REDIRECT);
        assertThat(failure).hasMessageContaining(why).hasMessageNotContaining("hidden");
        assertThat(failure.response().orElseThrow().status()).isEqualTo(302);
        assertThat(failure.request()).isPresent();
        assertThat(connecting.reports.only().status()).isEqualTo(302);
    }

    @Test
    void takesNeitherNoLocationNorTwo() {
        connecting.builder.followRedirects(9);
        for (String response : new String[] {redirect(302), redirect(302, "/b", "/b"), redirect(302, "/b", "/c")}) {
            connecting.group.attempts.clear();
            HandshakeException failure =
                    connecting.to("ws://127.0.0.1/a", answers(response)).refused();
            assertThat(failure.failure()).isEqualTo(HandshakeFailure.BAD_REDIRECT);
            assertThat(failure).hasMessageContaining("no single Location");
        }
    }

    @Test
    void endsALoop() {
        connecting.builder.followRedirects(9);
        HandshakeException failure = connecting
                .to(
                        "ws://127.0.0.1/a",
                        answers(redirect(302, "/b")),
                        answers(redirect(302, "/c")),
                        answers(redirect(302, "/b")))
                .refused();
        assertThat(failure.failure()).isEqualTo(HandshakeFailure.BAD_REDIRECT);
        assertThat(failure).hasMessageContaining("circle");
    }

    @Test
    void endsAfterSoManyRedirects() {
        connecting.builder.followRedirects(2);
        HandshakeException failure = connecting
                .to(
                        "ws://127.0.0.1/a",
                        answers(redirect(302, "/b")),
                        answers(redirect(302, "/c")),
                        answers(redirect(302, "/d")))
                .refused();
        assertThat(failure.failure()).isEqualTo(HandshakeFailure.BAD_REDIRECT);
        assertThat(failure).hasMessageContaining("one more than 2");
    }

    @Test
    void reportsEachAttemptOnceAlsoOneThatReachesNobody() {
        connecting.builder.followRedirects(2);
        Ending ending = connecting.to("ws://127.0.0.1/a", answers(redirect(302, "http://no-such-host.invalid/")));
        assertThat(ending.refused().failure()).isEqualTo(HandshakeFailure.NOT_REACHED);
        assertThat(connecting.reports.count()).isEqualTo(2);
    }

    @Test
    void answersAChallengeOnceWithWhatTheCallbackSays() {
        connecting.builder.header("Authorization", "Basic old").authenticator((uri, challenge) -> {
            assertThat(uri).hasToString("ws://127.0.0.1/a?b");
            assertThat(challenge.headers().only("WWW-Authenticate")).contains("Bearer");
            return "Bearer new";
        });
        ScriptedTransport again = answers(OPEN);
        connecting.to("ws://127.0.0.1/a?b", answers(CHALLENGE), again).opened();
        assertThat(again.written())
                .contains("\r\nAuthorization: Bearer new\r\n")
                .doesNotContain("Basic old");
        assertThat(connecting.reports.count()).isEqualTo(2);
    }

    @Test
    void givesUpAtTheSecondChallenge() {
        int[] calls = {0};
        connecting.builder.authenticator((uri, challenge) -> "Bearer " + ++calls[0]);
        HandshakeException failure = connecting
                .to("ws://127.0.0.1/", answers(CHALLENGE), answers(CHALLENGE))
                .refused();
        assertThat(failure.response().orElseThrow().status()).isEqualTo(401);
        assertThat(calls[0]).isEqualTo(1);
    }

    @Test
    void givesUpWhereTheCallbackDoes() {
        connecting.builder.authenticator((uri, challenge) -> null);
        assertThat(connecting
                        .to("ws://127.0.0.1/", answers(CHALLENGE))
                        .refused()
                        .failure())
                .isEqualTo(HandshakeFailure.UPGRADE_DECLINED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer a\r\nX: y", "Bearer a\u0000", " Bearer", "Bearer \u20ac"})
    void sendsNoAnswerThatIsNoFieldValue(String value) {
        connecting.builder.authenticator((uri, challenge) -> value);
        Ending ending = connecting.to("ws://127.0.0.1/", answers(CHALLENGE));
        assertThat(ending.failure()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void endsWithWhatTheCallbackThrows() {
        IllegalStateException flaw = new IllegalStateException("a flaw");
        connecting.builder.authenticator((uri, challenge) -> {
            throw flaw;
        });
        assertThat(connecting.to("ws://127.0.0.1/", answers(CHALLENGE)).failure())
                .isSameAs(flaw);
    }

    @Test
    void keepsTheAnswerToAChallengeWithinItsOriginAndAsksOnce() {
        connecting.builder.followRedirects(5).authenticator((uri, challenge) -> "Bearer hidden");
        ScriptedTransport sameOrigin = answers(redirect(302, "ws://127.0.0.2/"));
        ScriptedTransport elsewhere = answers(CHALLENGE);
        HandshakeException failure = connecting
                .to("ws://127.0.0.1/a", answers(CHALLENGE), answers(redirect(302, "/b")), sameOrigin, elsewhere)
                .refused();
        assertThat(failure.response().orElseThrow().status()).isEqualTo(401);
        assertThat(sameOrigin.written()).contains("Bearer hidden");
        assertThat(elsewhere.written()).doesNotContain("hidden");
    }
}
