package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Letter case is that of ASCII, where the default locale is Turkish, too. */
@ResourceLock(Resources.LOCALE)
class GrammarTest {

    private final Locale before = Locale.getDefault();

    @BeforeEach
    void speaksTurkish() {
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));
        assertThat("I".toLowerCase(Locale.getDefault())).isEqualTo("\u0131");
    }

    @AfterEach
    void speaksAsBefore() {
        Locale.setDefault(before);
    }

    @Test
    void lowersAsciiLettersOnly() {
        assertThat(Grammar.lower("AZaz@[`{I\u0130\u00c4")).isEqualTo("azaz@[`{i\u0130\u00c4");
        assertThat(Grammar.lower((byte) 'I')).isEqualTo((byte) 'i');
    }

    @Test
    void acceptsARequestInUpperCase() {
        String request = """
                GET / HTTP/1.1
                HOST: A.EXAMPLE
                UPGRADE: WEBSOCKET
                CONNECTION: UPGRADE
                SEC-WEBSOCKET-KEY: dGhlIHNhbXBsZSBub25jZQ==
                SEC-WEBSOCKET-VERSION: 13
                ORIGIN: HTTP://a.example
                EXPECT: 100-CONTINUE

                """;
        Outcome outcome = Outcome.of(ServerHandshaker.create().start(), Wire.octets(request));
        assertThat(outcome.step()).isEqualTo(Step.OPEN);
        assertThat(outcome.written()).startsWith("HTTP/1.1 100 Continue\r\n");
    }

    @Test
    void acceptsAResponseInUpperCase() {
        String response = ClientSide.OPENING
                .replace("websocket", "WEBSOCKET")
                .replace("Upgrade", "UPGRADE")
                .replace("Connection", "CONNECTION")
                .replace("Accept", "ACCEPT");
        assertThat(ClientSide.run(ClientHandshaker.create(), response).step()).isEqualTo(Step.OPEN);
    }

    @Test
    void ownsItsFieldsInUpperCase() {
        for (String name : new String[] {"CONNECTION", "TRANSFER-ENCODING", "SEC-WEBSOCKET-X"}) {
            assertThat(Field.ownedByHandshake(name)).isTrue();
        }
        assertThat(Field.secret("AUTHORIZATION")).isTrue();
    }

    @Test
    void writesNumbersInAsciiDigits() {
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        Outcome outcome = Outcome.of(ServerHandshaker.create().start(), Wire.octets("GET / HTTP/1.1\n\n"));
        assertThat(outcome.written()).contains("Content-Length: 104\r\n");
        assertThat(Text.shown("\u0000")).isEqualTo("\\x00");
    }
}
