package dev.handshake.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {

    @Test
    void makesTheAcceptValueOfTheRfc() {
        assertThat(Placeholders.defaults().fill("{KEY} {ACCEPT}"))
                .isEqualTo("dGhlIHNhbXBsZSBub25jZQ== s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @Test
    void takesAServersUrlApart() {
        Placeholders values = Placeholders.ofServer("https", "[::1]:8443", "/chat?room=$1", "k");
        assertThat(values.fill("{SCHEME} {HOST} {HOSTNAME} {TARGET} {PATH}"))
                .isEqualTo("https [::1]:8443 [::1] /chat?room=$1 /chat");
        assertThat(Placeholders.ofServer("http", "[::1]", "/", "k").fill("{HOSTNAME}"))
                .isEqualTo("[::1]");
    }

    @Test
    void findsTheKeyOfARequest() {
        assertThat(Placeholders.keyOf("GET / HTTP/1.1\r\nsec-websocket-KEY:\t abc= \r\n\r\n"))
                .isEqualTo("abc=");
        assertThat(Placeholders.keyOf("GET / HTTP/1.1\r\n\r\n")).isEmpty();
    }

    @Test
    void makesWrongValuesOfAnyKey() {
        Placeholders values = Placeholders.ofRequest("\r\nSec-WebSocket-Key: no base64!\r\n");
        assertThat(values.fill("{ACCEPT_RAWKEY}{ACCEPT_LOWER}{ACCEPT_HEX}")).doesNotContain("{");
    }

    @Test
    void leavesOtherBracesAlone() {
        assertThat(Placeholders.defaults().fill("{} {x} {UNKNOWN}")).isEqualTo("{} {x} {UNKNOWN}");
    }

    @Test
    void octetsAreMadeOfParts() {
        Octets octets = Octets.ofParts(List.of("a\r\n", Map.of("repeat", "xy", "times", 3), Map.of("base64", "gn8=")));
        assertThat(octets.text(Placeholders.defaults())).isEqualTo("a\r\nxyxyxy\u0082\u007f");
        assertThatThrownBy(() -> Octets.of("\u0141")).isInstanceOf(IllegalArgumentException.class);
    }
}
