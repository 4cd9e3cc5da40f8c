package dev.handshake;

import static dev.handshake.Connecting.OPEN;
import static dev.handshake.Connecting.answers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.Style.Ending;
import java.io.IOException;
import java.net.PasswordAuthentication;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The way through a proxy. */
@Timeout(30)
class ConnectProxyTest {

    private static final String TUNNEL = "HTTP/1.1 200 Connection established\n\n";
    private static final String WHO = """
            HTTP/1.1 407 Proxy Authentication Required
            Proxy-Authenticate: Basic realm="x"
            Content-Length: 3

            who""";

    private final Connecting connecting = new Connecting();

    @BeforeEach
    void throughAProxy() {
        connecting.builder.proxy("127.0.0.1", 3128).header("Authorization", "Bearer hidden");
    }

    private void credentials(String user, String password) {
        connecting.builder.proxyCredentials(() -> new PasswordAuthentication(user, password.toCharArray()));
    }

    @ParameterizedTest
    @CsvSource({
        "ws://a.example/chat,  a.example:80",
        "ws://A.Example:81,    a.example:81",
        "ws://[::1]/,          [::1]:80",
        "ws://no.invalid/,     no.invalid:80",
    })
    void asksTheProxyForNothingButATunnel(String uri, String authority) {
        ScriptedTransport proxy = answers(TUNNEL, OPEN);
        connecting.to(uri, proxy).opened();
        assertThat(connecting.group.attempts.get(0).remote()).hasToString("/127.0.0.1:3128");
        String connect = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n";
        assertThat(proxy.written()).startsWith(connect + "GET /").contains("Bearer hidden");
        assertThat(connecting.reports.only().opened()).isTrue();
        assertThat(connecting.reports.only().phases()).containsKey(HandshakePhase.CONNECT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 100 Continue\n\nHTTP/1.1 102 Processing\nX: y\n\nHTTP/1.1 200 OK\n\n",
                "HTTP/1.1 200 OK\nContent-Length: 5\n\n",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n",
                "HTTP/1.1 204 No Content\n\n",
                "HTTP/1.1 299 \n\n",
                "HTTP/1.0 200 Connection established\nProxy-agent: old\n\n"
            })
    void takesEverySuccessForATunnel(String response) {
        connecting.to("ws://a.example/", answers(response, OPEN)).opened();
    }

    @Test
    void keepsWhatArrivedBehindTheProxysAnswer() {
        ScriptedTransport proxy = answers(TUNNEL + "HTTP/1.1 103 Early Hints\n\nHTTP/1.1 40", "4 Nothing\n\n");
        proxy.whenIdle(proxy::ends);
        HandshakeException failure = connecting.to("ws://a.example/", proxy).refused();
        assertThat(failure.response().orElseThrow().status()).isEqualTo(404);
    }

    @Test
    void answersTheProxysQuestionOnce() {
        credentials("Aladdin", "open sesame");
        ScriptedTransport first = answers(WHO);
        ScriptedTransport second = answers(TUNNEL, OPEN);
        connecting.to("ws://a.example/", first, second).opened();
        assertThat(first.written()).doesNotContain("Authorization");
        String connect = second.written().substring(0, second.written().indexOf("\r\n\r\n"));
        assertThat(connect)
                .endsWith("\r\nProxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
                .doesNotContain("hidden");
        assertThat(second.written().substring(connect.length())).doesNotContain("Proxy-Authorization");
        assertThat(connecting.reports.only().opened()).isTrue();
    }

    @Test
    void asksForCredentialsOnceAndKeepsThemForARedirect() {
        credentials("a", "b");
        connecting.builder.followRedirects(1);
        ScriptedTransport again = answers(TUNNEL, OPEN);
        connecting
                .to(
                        "ws://a.example/",
                        answers(WHO),
                        answers(TUNNEL, Connecting.redirect(302, "ws://b.example/")),
                        again)
                .opened();
        assertThat(again.written()).contains("Basic YTpi").doesNotContain("hidden");
    }

    @Test
    void givesUpWhenItIsAskedTwice() {
        credentials("a", "wrong");
        HandshakeException failure =
                connecting.to("ws://a.example/", answers(WHO), answers(WHO)).refused();
        assertThat(failure.failure()).isEqualTo(HandshakeFailure.PROXY_DECLINED);
        assertThat(failure.phase()).isEqualTo(HandshakePhase.PROXY);
        assertThat(failure.response().orElseThrow().status()).isEqualTo(407);
        assertThat(failure).hasMessageContaining("407").hasMessageNotContaining("wrong");
        assertThat(connecting.reports.only().status()).isEqualTo(407);
    }

    @Test
    void givesUpWithoutCredentials() {
        assertThat(connecting.to("ws://a.example/", answers(WHO)).refused().failure())
                .isEqualTo(HandshakeFailure.PROXY_DECLINED);
        connecting.group.attempts.clear();
        connecting.builder.proxyCredentials(() -> null);
        assertThat(connecting.to("ws://a.example/", answers(WHO)).refused().failure())
                .isEqualTo(HandshakeFailure.PROXY_DECLINED);
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 300, 302, 400, 401, 403, 404, 426, 500, 502, 503, 504})
    void saysWhatTheProxyAnsweredInstead(int status) {
        connecting.builder.followRedirects(9).authenticator((uri, challenge) -> "Bearer never");
        ScriptedTransport proxy = answers("HTTP/1.1 " + status + " No\nLocation: /x\nContent-Length: 6\n\nbecause");
        if (status == 101) {
            proxy.whenIdle(proxy::ends);
        }
        HandshakeException failure = connecting.to("ws://a.example/", proxy).refused();
        assertThat(failure.failure()).isEqualTo(HandshakeFailure.PROXY_DECLINED);
        assertThat(failure.phase()).isEqualTo(HandshakePhase.PROXY);
        assertThat(failure.response().orElseThrow().status()).isEqualTo(status);
        assertThat(failure).hasMessageContaining(Integer.toString(status));
        assertThat(connecting.reports.only().failure()).isEqualTo(HandshakeFailure.PROXY_DECLINED);
    }

    @ParameterizedTest
    @CsvSource({"garbage, BAD_SYNTAX", "HTTP/1.1 two hundred, BAD_SYNTAX", "SSH-2.0-x, BAD_SYNTAX"})
    void namesTheProxyWhereItSpeaksNoHttp(String answer, HandshakeFailure rule) {
        HandshakeException failure =
                connecting.to("ws://a.example/", answers(answer + "\n\n")).refused();
        assertThat(failure.phase()).isEqualTo(HandshakePhase.PROXY);
        assertThat(failure).hasMessageContaining("The server here is the proxy.");
        assertThat(failure.failure()).isIn(rule, HandshakeFailure.NOT_HTTP);
    }

    @Test
    void takesNoHeadWithoutAnEnd() {
        ScriptedTransport proxy =
                answers("HTTP/1.1 200 OK\n" + "X: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\n".repeat(5000));
        HandshakeException failure = connecting.to("ws://a.example/", proxy).refused();
        assertThat(failure.failure()).isIn(HandshakeFailure.HEAD_TOO_LARGE, HandshakeFailure.TOO_MANY_HEADERS);
        assertThat(failure.phase()).isEqualTo(HandshakePhase.PROXY);
    }

    @Test
    void saysThatTheProxyBrokeOff() {
        ScriptedTransport leaving = new ScriptedTransport();
        leaving.whenIdle(leaving::ends);
        HandshakeException left = connecting.to("ws://a.example/", leaving).refused();
        assertThat(left.failure()).isEqualTo(HandshakeFailure.PEER_LEFT);
        assertThat(left.phase()).isEqualTo(HandshakePhase.PROXY);
        connecting.group.attempts.clear();
        ScriptedTransport reset = new ScriptedTransport();
        reset.whenIdle(() -> reset.failsNow(new IOException("reset")));
        HandshakeException broken = connecting.to("ws://a.example/", reset).refused();
        assertThat(broken.failure()).isEqualTo(HandshakeFailure.NOT_REACHED);
        assertThat(broken.phase()).isEqualTo(HandshakePhase.PROXY);
        assertThat(broken).hasMessageContaining("reset");
        assertThat(connecting.reports.count()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"'a:b', c", "'a\r\nX: y', c", "a, 'b\r\nX: y'", "'a\u0000', b", "a, 'b\u007f'"})
    void sendsNoCredentialsThatBasicCannotCarry(String user, String password) {
        credentials(user, password);
        Ending ending = connecting.to("ws://a.example/", answers(WHO));
        assertThat(ending.failure())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("colon");
        assertThat(connecting.reports.count()).isEqualTo(1);
    }

    @Test
    void endsWithWhatTheCallbackThrows() {
        IllegalStateException flaw = new IllegalStateException("a flaw");
        connecting.builder.proxyCredentials(() -> {
            throw flaw;
        });
        assertThat(connecting.to("ws://a.example/", answers(WHO)).failure()).isSameAs(flaw);
    }
}
