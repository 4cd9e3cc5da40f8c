package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "A.b-c_d~e",
                "a.example.",
                "a!$&'()*+,;=",
                "%41%aF",
                "127.0.0.1",
                "999.1",
                "a:",
                "a:0",
                "a:80",
                "a:000080",
                "[::]",
                "[::1]",
                "[1::]",
                "[1:2:3:4:5:6:7:8]",
                "[1:2:3:4:5:6:7::]",
                "[::2:3:4:5:6:7:8]",
                "[1::8]",
                "[fFfF::]",
                "[::1.2.3.4]",
                "[1:2:3:4:5:6:1.2.3.4]",
                "[::ffff:255.255.255.255]",
                "[1:2:3:4:5::1.2.3.4]",
                "[::]:80",
                "[::]:"
            })
    void takesAHostWithAnOptionalPort(String text) {
        assertThat(Authority.isValid(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":80",
                "a:b",
                "a:80 ",
                "a:-1",
                "a:1:2",
                "a b",
                "a/b",
                "a?b",
                "a#b",
                "a@b",
                "a\\b",
                "a\"",
                "a<",
                "a|b",
                "%",
                "%4",
                "%4g",
                "a%",
                "\u00e4",
                "\u0141",
                "a\u0000",
                "[",
                "[]",
                "[]:80",
                "[a",
                "[:]",
                "[:::]",
                "[1]",
                "[1:]",
                "[:1]",
                "[1:2:3:4:5:6:7]",
                "[1:2:3:4:5:6:7:8:9]",
                "[1::2::3]",
                "[1:2:3:4:5:6:7:8::]",
                "[1::2:3:4:5:6:7:8]",
                "[12345::]",
                "[g::]",
                "[::1.2.3]",
                "[::1.2.3.4.5]",
                "[::256.1.1.1]",
                "[::01.1.1.1]",
                "[::1.1.1.1111]",
                "[::1..1.1]",
                "[::a.1.1.1]",
                "[1.2.3.4::]",
                "[1.2.3.4]",
                "[1:2:3:4:5:6:7:1.2.3.4]",
                "[::1.2.3.4:1]",
                "[::1%25eth0]",
                "[v1.a]",
                "[::1]a",
                "[::1]80",
                "[::1]:a",
                "::1",
                "1::",
                "[\u0141::]"
            })
    void takesNothingElse(String text) {
        assertThat(Authority.isValid(text)).isFalse();
    }
}
