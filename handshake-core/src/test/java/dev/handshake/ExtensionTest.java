package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "a|a",
                "a;b|a; b",
                "a ; b ; c = d|a; b; c=d",
                "\ta\t;\tb\t=\t\"c\"\t|a; b=c",
                "a;b=\"c\\d\\e\"|a; b=cde",
                ",, a ,b;c ,,|a, b; c",
                "a;b;b=1|a; b; b=1",
                "!#$%&'*+-.^_`~;~=!|!#$%&'*+-.^_`~; ~=!",
            })
    void parsesTheGrammar(String text, String expected) {
        List<Extension> parsed = Extension.parse(text);
        assertThat(String.join(", ", parsed.stream().map(Extension::toString).toList()))
                .isEqualTo(expected);
        assertThat(Extension.parse(expected)).isEqualTo(parsed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                ";",
                "a;",
                "a; ",
                "a;;b",
                "a b",
                "a; b c",
                "a; b=",
                "a; b= ",
                "a; b==c",
                "a; b=c=d",
                "a; =c",
                "a; b=\"\"",
                "a; b=\"",
                "a; b=\"c",
                "a; b=\"c\\",
                "a; b=\"c\\\"",
                "a; b=\"c d\"",
                "a; b=\"c,d\"",
                "a; b=\"c\"d",
                "a=b",
                "\"a\"",
                "a/b",
                "\u00e4",
                "\u0141",
                "a\u0000"
            })
    void refusesWhatIsNotOfTheGrammar(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Extension.parse(text));
        assertThat(ExtensionParser.line(Wire.raw(text), 0, text.length(), null))
                .as("without keeping what was found")
                .isNotPositive();
    }

    @Test
    void givesTheValueOfAParameter() {
        Extension extension = Extension.parse("a; b=1; c; b=2").get(0);
        assertThat(extension.parameter("b")).contains("1");
        assertThat(extension.parameter("c")).isEmpty();
        assertThat(extension.parameter("d")).isEmpty();
    }

    @Test
    void holdsTokensOnly() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Extension("a b", List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Extension("", List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Extension.Parameter("a;b", null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Extension.Parameter("a", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new Extension.Parameter("a", "b\r\nc"));
    }

    @Test
    void doesNotChangeWithTheListThatItWasMadeOf() {
        List<Extension.Parameter> parameters = new ArrayList<>();
        Extension extension = new Extension("a", parameters);
        parameters.add(new Extension.Parameter("b", null));
        assertThat(extension).hasToString("a");
    }
}
