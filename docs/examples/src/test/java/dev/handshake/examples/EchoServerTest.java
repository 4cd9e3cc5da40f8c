package dev.handshake.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.ClientHandshaker;
import dev.handshake.messages.WebSocket;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EchoServerTest {

    @Test
    void sendsBackWhatItIsSent() throws Exception {
        try (EchoServer server = new EchoServer(Wire.anyPort())) {
            URI uri = URI.create("ws://127.0.0.1:" + server.port() + "/");
            try (WebSocket socket = WebSocket.over(ClientHandshaker.create().connect(uri))) {
                socket.send("one");
                socket.send("two");
                assertThat(socket.receive().text()).isEqualTo("one");
                assertThat(socket.receive().text()).isEqualTo("two");
            }
        }
    }
}
