package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecWebSocketKeyTest {

    @Test
    void isAcceptedAsTheSampleOfTheRfcIs() {
        SecWebSocketKey key = SecWebSocketKey.parse("dGhlIHNhbXBsZSBub25jZQ==");
        assertThat(key.accept()).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assertThat(key.accept()).as("again").isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assertThat(key.value()).isEqualTo("dGhlIHNhbXBsZSBub25jZQ==");
    }

    @Test
    void isGeneratedOf16OctetsAndNeverTwice() {
        assertThat(Stream.generate(SecWebSocketKey::generate).limit(100).distinct())
                .hasSize(100)
                .allMatch(key -> Base64.getDecoder().decode(key.value()).length == 16)
                .allMatch(key -> SecWebSocketKey.parse(key.value()).equals(key));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "=",
                "dGhlIHNhbXBsZSBub25jZQ",
                "dGhlIHNhbXBsZSBub25jZQ=",
                "dGhlIHNhbXBsZSBub25jZQ===",
                "dGhlIHNhbXBsZSBub25jZQa=",
                "dGhlIHNhbXBsZSBub25jZQ=a",
                "dGhlIHNhbXBsZSBub25j-Q==",
                " dGhlIHNhbXBsZSBub25jZQ==",
                "dGhlIHNhbXBsZSBub25jZQ==\n",
                "dGhlIHNhbXBsZSBub25j\u0141Q==",
                "AAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void refusesWhatIsNotTheBase64Of16Octets(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecWebSocketKey.parse(value))
                .withMessageNotContaining("dGhl");
    }

    @Test
    void takesAnyBitsThatBase64LeavesOver() {
        assertThat(SecWebSocketKey.parse("AAAAAAAAAAAAAAAAAAAAA///".replace("///", "/=="))
                        .value())
                .hasSize(24);
    }

    @Test
    void comparesByValueAndIsNotShown() {
        SecWebSocketKey key = SecWebSocketKey.parse(Wire.KEY);
        assertThat(key).isEqualTo(SecWebSocketKey.parse(Wire.KEY)).hasSameHashCodeAs(SecWebSocketKey.parse(Wire.KEY));
        assertThat(key).isNotEqualTo(SecWebSocketKey.generate()).isNotEqualTo(Wire.KEY);
        assertThat(key.toString()).doesNotContain("dGhl");
    }
}
