package dev.handshake.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.handshake.ClientHandshaker;
import dev.handshake.HandshakeException;
import dev.handshake.messages.MessageException;
import dev.handshake.messages.WebSocket;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChatTest {

    private static final String SITE = "https://chat.example";

    private Chat chat;

    @BeforeEach
    void open() throws Exception {
        chat = new Chat(Wire.anyPort(), SITE);
    }

    @AfterEach
    void close() throws Exception {
        chat.close();
    }

    @Test
    void thoseInARoomHearEachOther() throws Exception {
        try (WebSocket ann = enter("/rooms/7");
                WebSocket bob = enter("/rooms/7");
                WebSocket elsewhere = enter("/rooms/8");
                WebSocket listening = enter("/rooms/8")) {
            ann.send("in seven");
            elsewhere.send("in eight");
            assertThat(bob.receive().text()).isEqualTo("in seven");
            assertThat(listening.receive().text()).isEqualTo("in eight");
        }
    }

    /** 32 MB are more than the sockets on the way hold. */
    @Test
    void whoDoesNotListenIsPutOut() throws Exception {
        try (WebSocket ann = enter("/rooms/7");
                WebSocket sleeper = enter("/rooms/7")) {
            String text = "x".repeat(4000);
            for (int i = 0; i < 8000; i++) {
                ann.send(text);
            }
            assertThatThrownBy(() -> {
                        while (sleeper.receive() != null) {
                            // What had been sent before it was put out.
                        }
                    })
                    .isInstanceOf(MessageException.class);
        }
    }

    @Test
    void thePagesOfOthersDoNotEnter() {
        assertThat(refusal("https://evil.example", "chat.v1")).isEqualTo(403);
    }

    @Test
    void whoSpeaksAnotherSubprotocolDoesNotEnter() {
        assertThat(refusal(SITE, "chat.v0")).isEqualTo(400);
    }

    private int refusal(String origin, String subprotocol) {
        HandshakeException refused = catchThrowableOfType(
                HandshakeException.class,
                () -> connect("/rooms/7", origin, subprotocol).close());
        return refused.response().orElseThrow().status();
    }

    private WebSocket enter(String room) throws IOException {
        WebSocket socket = connect(room, SITE, "chat.v1");
        assertThat(socket.receive().text()).isEqualTo("welcome to " + room);
        return socket;
    }

    private WebSocket connect(String room, String origin, String subprotocol) throws IOException {
        ClientHandshaker client = ClientHandshaker.builder()
                .origin(origin)
                .subprotocols(subprotocol)
                .build();
        return WebSocket.over(client.connect(URI.create("ws://127.0.0.1:" + chat.port() + room)));
    }
}
