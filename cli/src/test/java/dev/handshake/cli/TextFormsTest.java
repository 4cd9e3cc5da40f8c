package dev.handshake.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** How single values are read and written. */
class TextFormsTest {

    @ParameterizedTest
    @CsvSource({"30s, PT30S", "500ms, PT0.5S", "2m, PT2M", "34560m, PT576H"})
    void readsTimes(String text, Duration time) {
        assertThat(new Durations().convert(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "-1s", "1.5s", "0ms", "1h", "30 s", "9999999999s", "34561m", "999999999m"})
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> new Durations().convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @Test
    void writesMeasuredTimesWithoutALocale() {
        assertThat(Durations.measured(Duration.ofNanos(1_234_567))).isEqualTo("1.2 ms");
    }

    @Test
    void escapesControlCharactersAndWhatIsNotAscii() {
        assertThat(Escaped.text("a b\u001b[31m\r\n\u007f\u0085\u00fc\u202e"))
                .isEqualTo("a b\\x1b[31m\\x0d\\x0a\\x7f\\x85\\xfc\\u202e");
    }

    @Test
    void cutsWhatIsTooWide() {
        assertThat(Escaped.text("12345678", 8)).isEqualTo("12345678");
        assertThat(Escaped.text("123456789", 8)).isEqualTo("12345...");
        assertThat(Escaped.text("\n\n\n", 8)).hasSize(8).endsWith("...");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1:7",
        "::1, [::1]:7",
        "::, [::]:7",
        "2001:db8:0:1::2, [2001:db8:0:1::2]:7",
        "fe80::, [fe80::]:7",
        "1:2:3:4:5:6:0:8, [1:2:3:4:5:6:0:8]:7",
        "0:2:3:4:5:6:7:8, [0:2:3:4:5:6:7:8]:7",
    })
    void writesAddressesAsInUrls(String address, String text) throws Exception {
        assertThat(Addresses.text(new InetSocketAddress(InetAddress.getByName(address), 7)))
                .isEqualTo(text);
    }
}
