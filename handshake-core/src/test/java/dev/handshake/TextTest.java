package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {

    @Test
    void escapesAllButVisibleAscii() {
        assertThat(Text.shown("a ~\\\r\n\0\u001b\u007f\u00e4\u2028"))
                .isEqualTo("a ~\\\\\\x0d\\x0a\\x00\\x1b\\x7f\\xe4\\u2028");
    }

    @Test
    void cutsAfter80Characters() {
        assertThat(Text.shown("x".repeat(80))).isEqualTo("x".repeat(80));
        assertThat(Text.shown("x".repeat(81))).isEqualTo("x".repeat(80) + "... (81 characters)");
        assertThat(Text.shown("")).isEmpty();
    }

    @Test
    void showsNoQueryAndNoSecret() {
        assertThat(Text.shownTarget("/a?b")).isEqualTo("/a?(not shown)");
        assertThat(Text.shownTarget("/a\u00e4")).isEqualTo("/a\\xe4");
        assertThat(Text.shownUnlessSecret("cookie", "a")).isEqualTo("(not shown)");
        assertThat(Text.shownUnlessSecret("cookies", "a")).isEqualTo("a");
    }

    @Test
    void showsNoQueryOfAnAddressInAField() {
        assertThat(Text.shownUnlessSecret("Location", "https://a/b?c#d")).isEqualTo("https://a/b?(not shown)");
        assertThat(Text.shownUnlessSecret("location", "/b#token=c?d")).isEqualTo("/b#(not shown)");
        assertThat(Text.shownUnlessSecret("Referer", "http://a/?b")).isEqualTo("http://a/?(not shown)");
        assertThat(Text.shownUnlessSecret("Location", "/b")).isEqualTo("/b");
        assertThat(Text.shownUnlessSecret("X-Link", "/b?c")).isEqualTo("/b?c");
    }
}
