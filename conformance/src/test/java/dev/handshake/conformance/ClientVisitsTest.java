package dev.handshake.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.Role;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Clients that connect by themselves: what they do decides. */
class ClientVisitsTest {

    private static final Suite SUITE = Few.of(Role.CLIENT, Delivery.WHOLE);

    @Test
    void goodClientIsRight() throws Exception {
        Report report = visit(Visitor::good);

        assertThat(report.cutShort()).isEmpty();
        assertThat(Few.notRight(report)).isEmpty();
    }

    @Test
    void credulousClientIsFoundOutByItsFrames() throws Exception {
        Report report = visit(Visitor::credulous);

        assertThat(report.results())
                .filteredOn(result -> result.verdict().rating() == Rating.WRONG)
                .hasSizeGreaterThan(15)
                .allMatch(result -> result.seen().ending() == Ending.ACCEPTED);
    }

    @Test
    void reportsWhatIsThereSoFar() throws Exception {
        try (ClientVisits visits = open()) {
            assertThat(visits.report().cutShort()).isEqualTo(SUITE.cases().size() + " addresses were not visited");
        }
    }

    @Test
    void answersOtherPathsWithNotFound() throws Exception {
        try (ClientVisits visits = open();
                Socket socket = new Socket(
                        "127.0.0.1",
                        visits.addresses().keySet().iterator().next().getPort())) {
            socket.getOutputStream().write(Octets.bytes("GET /favicon.ico HTTP/1.1\r\nHost: x\r\n\r\n"));

            assertThat(Octets.text(socket.getInputStream().readAllBytes())).startsWith("HTTP/1.1 404 ");
        }
    }

    private static Report visit(TestedClient.Attempt attempt) throws Exception {
        try (ClientVisits visits = open()) {
            for (Map.Entry<URI, Offer> address : visits.addresses().entrySet()) {
                attempt.opens(address.getKey(), address.getValue());
            }
            visits.await();
            return visits.report();
        }
    }

    private static ClientVisits open() throws IOException {
        return ClientVisits.open(0, Duration.ofMillis(600), SUITE, Few::ignore);
    }
}
