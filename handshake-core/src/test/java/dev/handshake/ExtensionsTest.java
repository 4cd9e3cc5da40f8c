package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExtensionsTest {

    private static final PermessageDeflate DEFLATE = PermessageDeflate.defaults();

    /** Takes each offer without parameters, and claims bits. */
    private record Simple(String name, int reservedBits) implements ExtensionNegotiator {
        @Override
        public Optional<Extension> answer(Extension offer) {
            return offer.parameters().isEmpty() ? Optional.of(offer) : Optional.empty();
        }

        @Override
        public List<Extension> offers() {
            return List.of(new Extension(name, List.of()));
        }

        @Override
        public boolean allows(Extension offer, Extension answer) {
            return offer.equals(answer);
        }
    }

    private static String answers(String offers, ExtensionNegotiator... negotiators) {
        return Extensions.answers(List.of(negotiators), Extension.parse(offers)).toString();
    }

    @Test
    void takesTheFirstOfferThatCanBeMet() {
        assertThat(answers(
                        "permessage-deflate; server_max_window_bits=10, permessage-deflate; server_no_context_takeover,"
                                + " permessage-deflate",
                        DEFLATE.withSmallestWindowBits(11)))
                .isEqualTo("[permessage-deflate; server_no_context_takeover]");
        assertThat(answers("permessage-deflate; x, y", DEFLATE)).isEqualTo("[]");
    }

    @Test
    void takesNoReservedBitTwice() {
        Simple other = new Simple("other", 4 | 2);
        Simple free = new Simple("free", 1);
        assertThat(answers("permessage-deflate, other, free", DEFLATE, other, free))
                .isEqualTo("[permessage-deflate, free]");
        assertThat(answers("other, permessage-deflate, free", DEFLATE, other, free))
                .isEqualTo("[other, free]");
        assertThat(answers("other; x, permessage-deflate", DEFLATE, other)).isEqualTo("[permessage-deflate]");
    }

    @Test
    void takesNoNameTwiceAndLetterCaseAsADifference() {
        assertThat(answers("none, none", new Simple("none", 0))).isEqualTo("[none]");
        assertThat(answers("None", new Simple("none", 0))).isEqualTo("[]");
    }

    @Test
    void breaksARuleIfAnAnswerClaimsABitTwice() {
        List<ExtensionNegotiator> negotiators = List.of(DEFLATE, new Simple("other", 4), new Simple("free", 2));
        List<Extension> offers = Extension.parse("permessage-deflate, other, free, unknown");
        assertThat(Extensions.broken(negotiators, offers, offers.subList(0, 2)))
                .isEqualTo(HandshakeFailure.BAD_EXTENSION_RESPONSE);
        assertThat(Extensions.broken(negotiators, offers, offers.subList(1, 4))).isNull();
        assertThat(Extensions.broken(negotiators, offers, Extension.parse("free; x")))
                .isEqualTo(HandshakeFailure.BAD_EXTENSION_RESPONSE);
        assertThat(Extensions.broken(negotiators, offers, Extension.parse("unknown; x")))
                .isNull();
    }

    @Test
    void refusesANameThatIsNoToken() {
        assertThatIllegalArgumentException().isThrownBy(() -> Extensions.checked(new Simple("a b", 0)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Extensions.checked(new Simple("a", 0), new Simple("a", 1)));
    }

    @Test
    void failsAHandshakeWhoseNegotiatorThrows() {
        ServerHandshaker server =
                ServerHandshaker.builder().extensions(new ThrowingNegotiator()).build();
        Outcome outcome = Outcome.of(server.start(), Wire.octets(Wire.requestWith("Sec-WebSocket-Extensions: x")));
        assertThat(outcome.rule()).isEqualTo(HandshakeFailure.CALLBACK_FAILED);
        assertThat(outcome.failure()).hasRootCauseMessage(ThrowingNegotiator.MESSAGE);
    }
}
