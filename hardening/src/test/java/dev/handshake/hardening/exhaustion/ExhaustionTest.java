package dev.handshake.hardening.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshake.Transports;
import dev.handshake.hardening.processes.Child;
import dev.handshake.hardening.processes.Client;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server that runs out of something says so, leaves alone what is open, and goes on when there is enough again; in a
 * process of its own, which can be given little.
 */
@Timeout(120)
class ExhaustionTest {

    private static final int TOO_MANY = 200;
    private static final int HALF_OPEN = 700;

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking", "netty-epoll"})
    void outlivesALackOfDescriptors(String transport) throws IOException {
        List<Client> many = new ArrayList<>();
        try (Child server = warmedUp(server("ulimit -n 150", List.of(), transport));
                Client before = Client.opened(server)) {
            for (int i = 0; i < TOO_MANY; i++) {
                many.add(new Client(server.port()));
            }
            server.awaitLog("Too many open files");
            assertThat(before.echoes()).isTrue();
            int taken = (int) server.number("pending");
            for (int i = 0; i < 3; i++) {
                many.get(i).close();
                assertThat(many.get(taken + i).handshake())
                        .as("the one that comes next")
                        .startsWith("HTTP/1.1 101 ");
            }
            closeAll(many);
            try (Client after = Client.opened(server)) {
                assertThat(after.echoes()).isTrue();
            }
            assertThat(before.echoes()).isTrue();
            assertThat(server.log()).as("one warning for one outage").hasSize(1);
            assertThat(server.log().get(0)).contains(" WARN ", "will try again every");
        } finally {
            closeAll(many);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking", "netty-nio"})
    void outlivesALackOfDirectMemory(String transport) throws IOException {
        List<String> little = List.of("-XX:MaxDirectMemorySize=16m", "-Dio.netty.maxDirectMemory=0");
        try (Child server = server("true", little, transport)) {
            assertThat(server.number("hoard")).isPositive();
            boolean served;
            try (Client meanwhile = new Client(server.port())) {
                served = meanwhile.handshake().startsWith("HTTP/1.1 101 ");
            }
            if (!served) {
                server.awaitLog("direct buffer memory");
                assertThat(server.ask("causes")).contains("OutOfMemoryError");
            }
            server.ask("release");
            try (Client after = Client.opened(server)) {
                assertThat(after.echoes()).isTrue();
            }
            // Virtual threads read without it.
            assertThat(server.log()).as("warnings").hasSize(served ? 0 : 1);
        }
    }

    @Test
    void goodHandshakesGoOnBesideHalfOpenOnes() throws IOException {
        try (Child server = server("true", List.of(), "nio", 2000);
                HalfOpen halfOpen = new HalfOpen(server.port(), TimeUnit.MILLISECONDS.toNanos(200));
                Goods goods = new Goods(server)) {
            halfOpen.open(HALF_OPEN);
            halfOpen.run(TimeUnit.SECONDS.toNanos(60));
            int good = goods.latencies().length;
            assertThat(halfOpen.closed()).isEqualTo(HALF_OPEN);
            assertThat(halfOpen.answered()).isZero();
            assertThat(good).isPositive();
            assertThat(server.number("stop")).as("handshakes that still go on").isZero();
            assertThat(server.number("opened")).isEqualTo(good);
            assertThat(server.number("ended")).isEqualTo(HALF_OPEN + good);
        }
    }

    /**
     * Has the server open, refuse and lose a connection, which loads the classes for that: from the directories of a build
     * each takes a descriptor, other than from jars, which stay open.
     */
    private static Child warmedUp(Child server) throws IOException {
        try (Client opened = Client.opened(server)) {
            assertThat(opened.echoes()).isTrue();
        }
        try (Client refused = new Client(server.port())) {
            refused.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(refused.readToEnd()).isPositive();
        }
        try (Client lost = new Client(server.port())) {
            lost.send("GET");
        }
        while (server.number("ended") < 3) {
            Thread.onSpinWait();
        }
        return server;
    }

    private static Child server(String limit, List<String> options, String transport) throws IOException {
        return server(limit, options, transport, 60_000);
    }

    private static Child server(String limit, List<String> options, String transport, int timeoutMillis)
            throws IOException {
        assumeTrue(Transports.named(transport).unavailable().isEmpty(), transport + " is not available");
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no shell");
        List<String> all = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-Xmx64m"));
        all.addAll(options);
        return Child.start(limit, all, transport, "" + timeoutMillis, "octets");
    }

    private static void closeAll(List<? extends Closeable> all) throws IOException {
        for (Closeable each : all) {
            each.close();
        }
    }
}
