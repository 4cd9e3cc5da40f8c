package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static final Limits DEFAULTS = Limits.defaults();

    @Test
    void areWhatTheSpecificationSays() {
        assertThat(DEFAULTS)
                .isEqualTo(new Limits(16 * 1024, 100, 8 * 1024, 64 * 1024, 8, 1024 * 1024, Duration.ofSeconds(2)));
    }

    @Test
    void changeOneAtATime() {
        assertThat(DEFAULTS.withHeadBytes(64).headBytes()).isEqualTo(64);
        assertThat(DEFAULTS.withHeaders(1).headers()).isEqualTo(1);
        assertThat(DEFAULTS.withTargetBytes(1).targetBytes()).isEqualTo(1);
        assertThat(DEFAULTS.withBodyBytes(0).bodyBytes()).isZero();
        assertThat(DEFAULTS.withInterimResponses(0).interimResponses()).isZero();
        assertThat(DEFAULTS.withDrain(0, Duration.ZERO).drainTime()).isZero();
        assertThat(DEFAULTS.withHeadBytes(64).withHeadBytes(16 * 1024)).isEqualTo(DEFAULTS);
    }

    @Test
    void refuseWhatIsOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withHeadBytes(63));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withHeadBytes((1 << 24) + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withHeaders(0));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withTargetBytes(0));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withBodyBytes(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withInterimResponses(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withDrain(-1, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withDrain(0, Duration.ofNanos(-1)));
    }
}
