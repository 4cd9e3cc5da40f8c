package dev.handshake.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.ClientHandshaker;
import dev.handshake.Handshake;
import dev.handshake.ServerHandshaker;
import dev.handshake.Subprotocols;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OwnSelectorLoopTest {

    private OwnSelectorLoop loop;
    private Thread thread;
    private InetSocketAddress address;

    @BeforeEach
    void start() throws Exception {
        loop = new OwnSelectorLoop();
        address = loop.listen(
                Wire.anyPort(),
                ServerHandshaker.builder()
                        .subprotocols(Subprotocols.serverPreference("chat"))
                        .build());
        thread = new Thread(loop, "own loop");
        thread.start();
    }

    @AfterEach
    void stop() throws Exception {
        loop.close();
        thread.join(Wire.BOUND_MILLIS);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void theServerOpensAndKeepsTheFrameBehindTheRequest() throws Exception {
        assertThat(Wire.exchange(address, Wire.UPGRADE + Wire.FRAME, Wire.FRAME))
                .startsWith("HTTP/1.1 101 ")
                .contains(Wire.ACCEPTED);
    }

    @Test
    void theRefusalArrivesThoughThereIsUnreadInput() throws Exception {
        assertThat(Wire.exchange(address, Wire.BROKEN + "x".repeat(10_000), null))
                .startsWith("HTTP/1.1 426 ");
    }

    @Test
    void aClientOfTheSameLoopOpens() throws Exception {
        ClientHandshaker client =
                ClientHandshaker.builder().subprotocols("chat").build();
        Handshake open = loop.connect(address, client, "/chat").get(20, TimeUnit.SECONDS);
        assertThat(open.subprotocol()).isEqualTo("chat");
    }
}
