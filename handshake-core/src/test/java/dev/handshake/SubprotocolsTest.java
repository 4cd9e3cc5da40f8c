package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SubprotocolsTest {

    @Test
    void choosesInTheServersOrder() {
        Subprotocols subprotocols = Subprotocols.serverPreference("a", "b");
        assertThat(subprotocols.choose(List.of("c", "b", "a"))).isEqualTo("a");
        assertThat(subprotocols.choose(List.of("b"))).isEqualTo("b");
    }

    @Test
    void choosesInTheClientsOrder() {
        Subprotocols subprotocols = Subprotocols.clientPreference("a", "b");
        assertThat(subprotocols.choose(List.of("c", "b", "a"))).isEqualTo("b");
    }

    @Test
    void choosesNoneIfNoneIsCommonOrLetterCaseDiffers() {
        assertThat(Subprotocols.serverPreference("a").choose(List.of("A", "b"))).isNull();
        assertThat(Subprotocols.clientPreference("a").choose(List.of())).isNull();
        assertThat(Subprotocols.none().choose(List.of("a"))).isNull();
    }

    @Test
    void refusesNamesThatCannotBeMeant() {
        assertThatIllegalArgumentException().isThrownBy(Subprotocols::serverPreference);
        assertThatIllegalArgumentException().isThrownBy(() -> Subprotocols.serverPreference("a", "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> Subprotocols.clientPreference("a b"));
        assertThatIllegalArgumentException().isThrownBy(() -> Subprotocols.clientPreference(""));
        assertThatIllegalArgumentException().isThrownBy(() -> Subprotocols.clientPreference("\u0131"));
    }

    @Test
    void showsItself() {
        assertThat(Subprotocols.none()).hasToString("[]");
        assertThat(Subprotocols.serverPreference("a", "b").required()).hasToString("[a, b], required");
        assertThat(Subprotocols.clientPreference("a")).hasToString("[a] in the client's order");
    }

    @Test
    void opensWithoutOneIfNoneIsKnown() {
        byte[] request = Wire.octets(Wire.requestWith("Sec-WebSocket-Protocol: x", "Sec-WebSocket-Protocol: y, a"));
        for (Subprotocols subprotocols : List.of(Subprotocols.none(), Subprotocols.serverPreference("z"))) {
            ServerHandshaker handshaker =
                    ServerHandshaker.builder().subprotocols(subprotocols).build();
            Outcome outcome = Outcome.of(handshaker.start(), request);
            assertThat(outcome.step()).isEqualTo(Step.OPEN);
            assertThat(outcome.answer().all("Sec-WebSocket-Protocol")).isEmpty();
        }
        ServerHandshaker knowing = ServerHandshaker.builder()
                .subprotocols(Subprotocols.clientPreference("a", "y"))
                .build();
        assertThat(Outcome.of(knowing.start(), request).answer().all("Sec-WebSocket-Protocol"))
                .containsExactly("y");
    }

    @Test
    void cannotBeRequiredWhereThereAreNone() {
        assertThatIllegalStateException().isThrownBy(() -> Subprotocols.none().required());
    }
}
