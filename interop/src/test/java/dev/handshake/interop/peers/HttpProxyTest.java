package dev.handshake.interop.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our {@code connect} through a proxy, in the clear and over TLS. */
@Tag("interop")
class HttpProxyTest {

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking", "netty"})
    void opensThroughATunnel(String transport) throws Exception {
        try (Command.Served server = Command.serve("--tls");
                HttpProxy proxy = new HttpProxy(null)) {
            for (String scheme : new String[] {"ws", "wss"}) {
                Command.Connected client = Command.connect(
                        server.url(scheme) + scheme,
                        "--transport",
                        transport,
                        "--insecure",
                        "--proxy",
                        "http://127.0.0.1:" + proxy.port());
                assertThat(client.opened()).as(client.toString()).isTrue();
                assertThat(server.handshake().get("target").asText()).isEqualTo("/" + scheme);
            }
            String asked = "CONNECT 127.0.0.1:" + server.port() + " HTTP/1.1";
            assertThat(proxy.requests()).containsExactly(asked, asked);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking"})
    void tellsAProxyWhoItIs(String transport) throws Exception {
        String pair = Base64.getEncoder().encodeToString("me:secret".getBytes());
        try (Command.Served server = Command.serve();
                HttpProxy proxy = new HttpProxy("Basic " + pair)) {
            Command.Connected known = Command.connect(
                    server.url("ws"),
                    "--transport",
                    transport,
                    "--proxy",
                    "http://me:secret@127.0.0.1:" + proxy.port());
            assertThat(known.opened()).as(known.toString()).isTrue();
            Command.Connected unknown = Command.connect(
                    server.url("ws"), "--transport", transport, "--proxy", "http://127.0.0.1:" + proxy.port());
            assertThat(unknown.exit()).isEqualTo(1);
            assertThat(unknown.text("failure")).isEqualTo("PROXY_DECLINED");
            assertThat(unknown.json().get("status").asInt()).isEqualTo(407);
        }
    }
}
