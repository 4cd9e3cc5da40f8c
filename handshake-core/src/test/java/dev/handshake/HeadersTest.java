package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {

    private static final Headers HEADERS = Headers.of("A", "1", "b", "x, y", "a", "2", "B", "", "c", "");

    @Test
    void givesTheOnlyValueOrNone() {
        assertThat(HEADERS.only("a")).isEmpty();
        assertThat(HEADERS.only("C")).contains("");
        assertThat(HEADERS.only("d")).isEmpty();
        assertThat(HEADERS.only("\u00c3")).isEmpty();
    }

    @Test
    void givesAllLinesInOrder() {
        assertThat(HEADERS.lines("A")).containsExactly("1", "2");
        assertThat(HEADERS.lines("B")).containsExactly("x, y", "");
        assertThat(HEADERS.lines("d")).isEmpty();
        assertThat(HEADERS.size()).isEqualTo(5);
        assertThat(HEADERS.contains("C")).isTrue();
        assertThat(HEADERS.contains("d")).isFalse();
        List<String> all = new ArrayList<>();
        HEADERS.forEach((name, value) -> all.add(name + "=" + value));
        assertThat(all).containsExactly("A=1", "b=x, y", "a=2", "B=", "c=");
    }

    @Test
    void givesTheMembersOfAList() {
        assertThat(HEADERS.list("b")).containsExactly("x", "y");
        Headers headers = Headers.of("a", ",x ,\t, \"y, \\\" ,z\" ;q, w\\", "A", "v,\"open, to the end");
        assertThat(headers.list("a")).containsExactly("x", "\"y, \\\" ,z\" ;q", "w\\", "v", "\"open, to the end");
        assertThat(Headers.of("a", "\"x\\").list("a")).containsExactly("\"x\\");
    }

    @Test
    void areBuiltAddedSetAndRemoved() {
        Headers headers = Headers.builder()
                .add("a", "1")
                .add("B", "2")
                .add("A", "3")
                .set("b", "4")
                .addAll(HEADERS)
                .remove("a")
                .remove("none")
                .build();
        List<String> all = new ArrayList<>();
        headers.forEach((name, value) -> all.add(name + "=" + value));
        assertThat(all).containsExactly("b=4", "b=x, y", "B=", "c=");
    }

    @Test
    void doNotChangeWithTheirBuilder() {
        Headers.Builder builder = Headers.builder().add("a", "1");
        Headers first = builder.build();
        builder.set("a", "2");
        assertThat(first.only("a")).contains("1");
        assertThat(builder.build().only("a")).contains("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a:", "a\r\n", "(", "\u00e4", "\u0141", "a\u0000", "\u212a"})
    void refuseANameThatIsNoToken(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Headers.of(name, "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> Headers.builder().set(name, "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb: c", "\n", "\r", "a\u0000", " a", "a ", "\ta", "a\t", "\u007f", "\u0100", "\u2028"})
    void refuseAValueThatWouldNotArrive(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> Headers.of("a", value));
    }

    @Test
    void takeAValueOfIso8859() {
        assertThat(Headers.of("a", "\u00e4 \t\u00ff").only("a")).contains("\u00e4 \t\u00ff");
    }

    @Test
    void comeInPairs() {
        assertThatIllegalArgumentException().isThrownBy(() -> Headers.of("a"));
        assertThat(Headers.of().size()).isZero();
        assertThat(Headers.of().lines("a")).isEmpty();
    }

    @Test
    void doNotShowCredentials() {
        Headers headers = Headers.of(
                "Authorization", "secret",
                "COOKIE", "secret",
                "Set-Cookie", "secret",
                "proxy-authorization", "secret",
                "Sec-WebSocket-Key", "secret",
                "X", "[1m\\" + "y".repeat(100));
        assertThat(headers.toString())
                .doesNotContain("secret")
                .contains("COOKIE: (not shown)\n")
                .contains("X: [1m\\\\yyy")
                .contains("... (104 characters)");
    }

    @Test
    void doNotShowACredentialThatTheyRefuse() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Headers.of("Authorization", "secret\n"))
                .withMessageNotContaining("secret");
    }
}
