package dev.handshake.blocking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.Transports;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import dev.handshake.spi.TransportProvider;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BlockingTransportProviderTest {

    @Test
    void isFoundByItsName() {
        TransportProvider provider = Transports.named("blocking");
        assertThat(provider).isInstanceOf(BlockingTransportProvider.class);
        assertThat(provider.name()).isEqualTo("blocking");
        assertThat(provider.rank()).isZero();
        assertThat(provider.unavailable()).isEmpty();
    }

    @Test
    void opensGroupsThatShareNothing() throws IOException {
        TransportProvider provider = new BlockingTransportProvider();
        try (TransportGroup first = provider.open(TransportOptions.defaults());
                TransportGroup second = provider.open(TransportOptions.defaults())) {
            first.close();
            second.listen(Loopback.anyPort(), connection -> connection.close()).close();
        }
    }
}
