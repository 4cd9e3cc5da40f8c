package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.handshake.spi.TransportOptions;
import org.junit.jupiter.api.Test;

/** There is no transport among the tests of this module. */
class TransportsTest {

    @Test
    void saysWhatToAddIfNoneIsThere() {
        assertThat(Transports.all()).isEmpty();
        assertThatIllegalStateException()
                .isThrownBy(Transports::best)
                .withMessageContaining("none was found on the class path or module path")
                .withMessageContaining("dev.handshake:transport-");
    }

    @Test
    void saysWhatToAddIfTheOneThatIsNamedIsNotThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Transports.named("nio\n"))
                .withMessageStartingWith("no transport is named 'nio\\x0a'; there is none, or add the artifact")
                .withMessageContaining("transport-nio, transport-blocking and transport-netty");
    }

    @Test
    void takesOptionsThatCanBeMeant() {
        TransportOptions options = TransportOptions.defaults()
                .withThreads(2)
                .withBacklog(3)
                .withNoDelay(false)
                .withThreadFactory(Thread::new);
        assertThat(options.threads()).isEqualTo(2);
        assertThat(options.backlog()).isEqualTo(3);
        assertThat(options.noDelay()).isFalse();
        assertThat(options.threadFactory()).isNotNull();
        assertThatIllegalArgumentException().isThrownBy(() -> options.withThreads(0));
        assertThatIllegalArgumentException().isThrownBy(() -> options.withBacklog(0));
    }
}
