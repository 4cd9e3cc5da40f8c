package dev.handshake.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class ConnectingTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();

    @Test
    void failsByAnErrorOfTheAdoptionToo() {
        OutOfMemoryError error = new OutOfMemoryError("for a test");
        Connecting connecting = new Connecting(channel, connected -> {
            throw error;
        });
        connecting.operationComplete(channel.newSucceededFuture());
        assertThatThrownBy(connecting::join).hasCause(error);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aCancelClosesTheChannelAndATransportThatComesLater() throws Exception {
        NettyTransport transport = NettyTransport.of(channel);
        EmbeddedChannel attempted = new EmbeddedChannel();
        Connecting connecting = new Connecting(attempted, connected -> transport);
        connecting.cancel(false);
        assertThat(attempted.isOpen()).isFalse();
        connecting.operationComplete(attempted.newSucceededFuture());
        assertThat(channel.isOpen()).isFalse();
        assertThatThrownBy(connecting::join).isInstanceOf(CancellationException.class);
    }
}
