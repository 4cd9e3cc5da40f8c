package dev.handshake.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.Relaxation;
import dev.handshake.Role;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our own engines in process: what the suite is tried on first. */
class EnginesTest {

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void serverIsRightInEachCase(Delivery delivery) throws IOException {
        assertRight(Engines.server(), delivery);
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void clientIsRightInEachCase(Delivery delivery) throws IOException {
        assertRight(Engines.client(), delivery);
    }

    private static void assertRight(Subject subject, Delivery delivery) throws IOException {
        Report report = Suite.of(subject.role()).in(delivery).run(subject, (result, number, total) -> {});

        assertThat(report.results()).isNotEmpty();
        assertThat(Few.notRight(report)).isEmpty();
        assertThat(report.passed()).isTrue();
    }

    @Test
    void relaxedServerIsFoundOut() throws IOException {
        Subject relaxed = Engines.server(
                it -> it.profile().server().relax(Relaxation.values()).build().start());

        assertThat(wrong(relaxed)).contains("S-HOST-005", "S-HTTP-VERSION-001").doesNotContain("S-HOST-006");
    }

    private static List<String> wrong(Subject subject) throws IOException {
        return Suite.of(Role.SERVER).run(subject, (result, number, total) -> {}).results().stream()
                .filter(result -> result.verdict().rating() == Rating.WRONG)
                .map(result -> result.of().id())
                .toList();
    }
}
