package dev.handshake.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.Role;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong, what is only advice, and what is nobody's business. */
class JudgeTest {

    @ParameterizedTest
    @CsvSource({
        // A must, a should that allows both, a may.
        "S-HOST-005, ACCEPTED, WRONG",
        "S-HOST-005, CLOSED, WRONG",
        "S-HOST-005, SILENT, WRONG",
        "S-HOST-005, TIMED_OUT, WRONG",
        "S-SUBPROTOCOL-008, ACCEPTED, ADVICE",
        "S-KEY-006, ACCEPTED, ADVICE",
        "S-KEY-006, SILENT, ADVICE",
        "S-REQUEST-LINE-002, ACCEPTED, RIGHT",
        "S-REQUEST-LINE-003, RESET, ADVICE",
        "S-REQUEST-LINE-003, GARBLED, ADVICE",
        "S-INCOMPLETE-001, SILENT, RIGHT",
        "S-INCOMPLETE-001, CLOSED, WRONG",
        "C-ACCEPT-003, ACCEPTED, WRONG",
        "C-ACCEPT-003, REFUSED, RIGHT",
        "C-INCOMPLETE-001, SILENT, ADVICE",
    })
    void outcomeIsAsGraveAsWhatAsksForIt(String id, Ending ending, Rating rating) {
        assertThat(judged(id, Delivery.WHOLE, Observation.of(ending, "", "")).rating())
                .isEqualTo(rating);
    }

    @ParameterizedTest
    @CsvSource({
        "S-HOST-005, 404 Not Found, WRONG",
        "S-HOST-005, 400 Bad Request, RIGHT",
        "S-KEY-004, 403 Forbidden, ADVICE",
        "S-VERSION-002, 426 Upgrade Required, WRONG",
        "S-VERSION-002, 426 x|Upgrade: websocket|Sec-WebSocket-Version: 13, RIGHT",
        "S-VERSION-002, '426 x|Upgrade: websocket|Sec-WebSocket-Version: 8, 13', RIGHT",
        "S-VERSION-002, 400 x|Sec-WebSocket-Version: 13, RIGHT",
        "S-METHOD-001, 405 Method Not Allowed, WRONG",
        "S-METHOD-001, 405 x|Allow: GET, RIGHT",
        "S-CONNECTION-005, 200 OK, RIGHT",
        "S-HTTP-VERSION-001, 200 OK, RIGHT",
    })
    void statusAndFieldsAreAskedForWhereAnRfcDoes(String id, String answer, Rating rating) {
        String received = "HTTP/1.1 " + answer.replace("|", "\r\n") + "\r\n\r\n";

        assertThat(judged(id, Delivery.WHOLE, Observation.of(Ending.REFUSED, "", received))
                        .rating())
                .isEqualTo(rating);
    }

    @Test
    void serverNeedNotStandDataBeforeItsAnswer() {
        Observation refused = Observation.of(Ending.REFUSED, "", "HTTP/1.1 400 Bad Request\r\n\r\n");

        assertThat(judged("S-BASIC-001", Delivery.WHOLE, refused).rating()).isEqualTo(Rating.WRONG);
        assertThat(judged("S-BASIC-001", Delivery.BEHIND, refused).rating()).isEqualTo(Rating.RIGHT);
    }

    @Test
    void whatWasToldInsideMustBeWhatTheCaseSays() {
        Inside inside = new Inside(null, "x", "/other", null, List.of(), List.of(), 101, null, List.of());
        String request = one("S-BASIC-001").input(Placeholders.defaults());
        String answer = WrongServer.accepted(request, "");

        assertThat(judged("S-BASIC-001", Delivery.WHOLE, new Observation(Ending.ACCEPTED, request, answer, "", inside))
                        .findings())
                .containsExactly(
                        "The leftover is x and must be ",
                        "The target is /other and must be /ws",
                        "The host is null and must be localhost:8080");
    }

    private static Verdict judged(String id, Delivery delivery, Observation seen) {
        return Judge.judge(one(id), delivery, seen);
    }

    private static ConformanceCase one(String id) {
        Role role = id.startsWith("S") ? Role.SERVER : Role.CLIENT;
        return Corpus.load().cases(role).stream()
                .filter(it -> it.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
