package dev.handshake.interop.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.handshake.ClientHandshaker;
import dev.handshake.Transports;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import dev.handshake.spi.TransportOptions;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectOnTheLoopTest {

    @ParameterizedTest
    @ValueSource(strings = {"nio", "netty"})
    void aConnectThatWaitsIsRefusedOnAThreadThatTheGroupNeeds(String name) throws Exception {
        try (TransportGroup group = Transports.named(name).open(TransportOptions.defaults())) {
            ClientHandshaker client = ClientHandshaker.builder().group(group).build();
            CompletableFuture<Throwable> seen = new CompletableFuture<>();
            TransportListener listener = group.listen(new InetSocketAddress("127.0.0.1", 0), transport -> {
                seen.complete(catchThrowable(() -> client.connect(URI.create("ws://127.0.0.1:9/"))));
                transport.close();
            });
            InetSocketAddress address = (InetSocketAddress) listener.localAddress();
            try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
                assertThat(seen.get(10, TimeUnit.SECONDS))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("connectAsync");
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        }
    }
}
