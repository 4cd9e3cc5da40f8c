package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of RFC 7692, 7.1: what is answered to an offer, and which answers to an offer are valid. */
class PermessageDeflateTest {

    private static final PermessageDeflate DEFAULTS = PermessageDeflate.defaults();

    private static Extension extension(String parameters) {
        String text = parameters == null || parameters.isEmpty() ? "" : "; " + parameters;
        return Extension.parse("permessage-deflate" + text).get(0);
    }

    private static String answer(PermessageDeflate server, String offer) {
        return server.answer(extension(offer)).map(Extension::toString).orElse("declined");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|''",
                "client_max_window_bits|''",
                "client_max_window_bits=10|''",
                "client_max_window_bits=15|''",
                "server_max_window_bits=15|server_max_window_bits=15",
                "server_no_context_takeover|server_no_context_takeover",
                "client_no_context_takeover|client_no_context_takeover",
                "client_no_context_takeover; server_max_window_bits=15; server_no_context_takeover; client_max_window_bits"
                        + "|server_no_context_takeover; client_no_context_takeover; server_max_window_bits=15",
            })
    void answersAnOfferThatTheJdkCanMeet(String offer, String answer) {
        assertThat(answer(DEFAULTS, offer)).isEqualTo(extension(answer).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server_max_window_bits",
                "server_max_window_bits=7",
                "server_max_window_bits=16",
                "server_max_window_bits=015",
                "server_max_window_bits=1",
                "server_max_window_bits=x",
                "server_max_window_bits=15; server_max_window_bits=15",
                "client_max_window_bits=7",
                "client_max_window_bits=16",
                "client_max_window_bits=08",
                "client_max_window_bits; client_max_window_bits",
                "server_no_context_takeover=1",
                "client_no_context_takeover=true",
                "server_no_context_takeover; server_no_context_takeover",
                "Server_No_Context_Takeover",
                "unknown",
                "unknown=1"
            })
    void declinesAnOfferThatItCannotMeetOrUnderstand(String offer) {
        assertThat(answer(DEFAULTS, offer)).isEqualTo("declined");
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
    void answersEachWindowThatTheCodecCanKeep(int bits) {
        String offer = "server_max_window_bits=" + bits;
        assertThat(answer(DEFAULTS, offer)).isEqualTo("permessage-deflate; " + offer);
        assertThat(answer(DEFAULTS.withSmallestWindowBits(bits), offer)).isEqualTo("permessage-deflate; " + offer);
        assertThat(answer(DEFAULTS.withSmallestWindowBits(Math.min(15, bits + 1)), offer)
                        .equals("declined"))
                .isEqualTo(bits < 15);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|server_max_window_bits=12",
                "server_max_window_bits=15|server_max_window_bits=12",
                "server_max_window_bits=10|server_max_window_bits=10",
                "client_max_window_bits|server_max_window_bits=12; client_max_window_bits=11",
                "client_max_window_bits=15|server_max_window_bits=12; client_max_window_bits=11",
                "client_max_window_bits=9|server_max_window_bits=12; client_max_window_bits=9",
            })
    void answersNoLargerWindowThanItsOwnOrTheOffers(String offer, String answer) {
        PermessageDeflate small = DEFAULTS.withServerMaxWindowBits(12).withClientMaxWindowBits(11);
        assertThat(answer(small, offer)).isEqualTo(extension(answer).toString());
    }

    @Test
    void asksForNoContextTakeoverIfItIsSet() {
        PermessageDeflate both = DEFAULTS.withServerNoContextTakeover(true).withClientNoContextTakeover(true);
        String flags = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
        assertThat(answer(both, "")).isEqualTo(flags);
        assertThat(both.offers()).hasToString("[" + flags + "; client_max_window_bits]");
        assertThat(both.withServerNoContextTakeover(false)
                        .withClientNoContextTakeover(false)
                        .offers())
                .isEqualTo(DEFAULTS.offers());
    }

    @Test
    void offersWhatItIsSetTo() {
        assertThat(DEFAULTS.offers()).hasToString("[permessage-deflate; client_max_window_bits]");
        assertThat(DEFAULTS.withServerMaxWindowBits(9)
                        .withClientMaxWindowBits(8)
                        .offers())
                .hasToString("[permessage-deflate; server_max_window_bits=9; client_max_window_bits=8]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|''",
                "''|server_no_context_takeover",
                "''|client_no_context_takeover",
                "''|server_max_window_bits=8",
                "client_max_window_bits|client_max_window_bits=15",
                "client_max_window_bits=10|client_max_window_bits=10",
                "client_max_window_bits=10|client_max_window_bits=9",
                "client_max_window_bits=10|''",
                "server_max_window_bits=10|server_max_window_bits=10",
                "server_max_window_bits=10|server_max_window_bits=8",
                "server_no_context_takeover|server_no_context_takeover",
                "client_no_context_takeover|''",
            })
    void allowsAnAnswerThatGrantsTheOffer(String offer, String answer) {
        assertThat(DEFAULTS.allows(extension(offer), extension(answer))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|client_max_window_bits=15",
                "''|client_max_window_bits",
                "client_max_window_bits|client_max_window_bits",
                "client_max_window_bits=10|client_max_window_bits=11",
                "client_max_window_bits=10|client_max_window_bits",
                "server_max_window_bits=10|server_max_window_bits=11",
                "server_max_window_bits=10|''",
                "''|server_max_window_bits",
                "''|server_max_window_bits=16",
                "server_no_context_takeover|''",
                "''|server_no_context_takeover=1",
                "''|server_no_context_takeover; server_no_context_takeover",
                "''|unknown",
                "unknown|''",
            })
    void allowsNoOtherAnswer(String offer, String answer) {
        assertThat(DEFAULTS.allows(extension(offer), extension(answer))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 7, 16})
    void refusesAWindowThatThereIsNot(int bits) {
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withServerMaxWindowBits(bits));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withClientMaxWindowBits(bits));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withSmallestWindowBits(bits));
    }

    @Test
    void claimsTheFirstReservedBit() {
        assertThat(DEFAULTS.reservedBits()).isEqualTo(4);
        assertThat(DEFAULTS.name()).isEqualTo("permessage-deflate");
    }
}
