package dev.handshake.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The memory of compression, which no garbage collector sees, is given back however a connection ends. */
@Timeout(30)
class CodecMemoryTest {

    private static final String TEXT = "again and ".repeat(100);

    private final ManualClock clock = new ManualClock();

    /** What ends it. */
    private enum End {
        CLOSED_BY_SERVER {
            @Override
            void of(WebSocket server, WebSocket client) {
                server.closeAsync(1000, "");
            }
        },
        CLOSED_BY_CLIENT {
            @Override
            void of(WebSocket server, WebSocket client) {
                client.closeAsync(1000, "");
            }
        },
        CUT {
            @Override
            void of(WebSocket server, WebSocket client) {
                server.abort();
            }
        },
        CUT_WHILE_SENDING {
            @Override
            void of(WebSocket server, WebSocket client) {
                // More than the transport holds for a peer that does not ask for it.
                byte[] noise = new byte[1 << 20];
                new Random(1).nextBytes(noise);
                server.sendAsync(Message.binary(noise));
                client.abort();
            }
        },
        CUT_WITHIN_A_MESSAGE {
            @Override
            void of(WebSocket server, WebSocket client) {
                server.sendAsync(Message.text(TEXT).asPart(true, false));
                client.receiveAsync();
                server.abort();
            }
        },
        CLOSED_WITHIN_A_MESSAGE {
            @Override
            void of(WebSocket server, WebSocket client) {
                server.sendAsync(Message.text(TEXT).asPart(true, false));
                client.receiveAsync();
                server.closeAsync(1000, "");
            }
        },
        TOO_LARGE {
            @Override
            void of(WebSocket server, WebSocket client) {
                client.receiveAsync();
                server.sendAsync(TEXT.repeat(100));
            }
        },
        HANDLER_FAILED {
            @Override
            void of(WebSocket server, WebSocket client) {
                client.forEach((socket, message) -> {
                    throw new IOException("as told");
                });
                server.sendAsync(TEXT);
            }
        };

        abstract void of(WebSocket server, WebSocket client);
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void isGivenBack(End end) throws Exception {
        Sockets ends = Sockets.open(true);
        WebSocketOptions options = WebSocketOptions.defaults()
                .withScheduler(clock)
                .withLimits(MessageLimits.defaults().withMessageBytes(10_000));
        WebSocket server = WebSocket.over(ends.server(), options);
        WebSocket client = WebSocket.over(ends.client(), options);
        CompletableFuture<Message> asked = client.receiveAsync();
        server.sendAsync(TEXT);
        assertThat(asked.join().text()).isEqualTo(TEXT);
        asked = server.receiveAsync();
        client.sendAsync(TEXT);
        assertThat(asked.join().text()).isEqualTo(TEXT);
        assertThat(codecs(server) + codecs(client)).isEqualTo(4);

        end.of(server, client);
        clock.pass(Duration.ofMinutes(1));

        assertThat(server.ended()).isDone();
        assertThat(client.ended()).isDone();
        assertThat(codecs(server) + codecs(client)).isZero();
    }

    /** How many of the two that a connection may have are alive. */
    private static int codecs(WebSocket socket) throws ReflectiveOperationException {
        Object connection = field(socket, "connection");
        Object inflation = field(field(field(connection, "inbound"), "decoder"), "inflation");
        Object deflation = field(field(field(connection, "outbound"), "encoder"), "deflation");
        return (field(inflation, "inflater") == null ? 0 : 1) + (field(deflation, "deflater") == null ? 0 : 1);
    }

    private static Object field(Object of, String name) throws ReflectiveOperationException {
        Field field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }
}
