package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is recorded and logged of a handshake. */
@Timeout(60)
class HandshakeEventTest {

    private static final ServerHandshaker SERVER = ServerHandshaker.builder()
            .scheduler(new ManualScheduler())
            .relax(Relaxation.ANY_KEY)
            .build();

    private static ScriptedTransport peer(String request) {
        return new ScriptedTransport().arrives(request).ends();
    }

    @Test
    void isRecordedOnceForEachHandshake(@TempDir Path directory) throws IOException {
        List<RecordedEvent> events;
        try (Recording recording = new Recording()) {
            recording.enable(HandshakeEvent.class).withThreshold(Duration.ZERO);
            recording.start();
            Style.ending(SERVER.acceptAsync(peer(Wire.requestWhere("Sec-WebSocket-Key", "k"))))
                    .opened();
            Style.ending(SERVER.acceptAsync(peer(Wire.requestWithout("Upgrade"))))
                    .refused();
            recording.stop();
            Path file = directory.resolve("events.jfr");
            recording.dump(file);
            events = RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals("dev.handshake.Handshake"))
                    .toList();
        }
        assertThat(events).hasSize(2);
        RecordedEvent opened = events.get(0);
        assertThat(opened.getString("role")).isEqualTo("SERVER");
        assertThat(opened.getBoolean("opened")).isTrue();
        assertThat(opened.getString("rule")).isEmpty();
        assertThat(opened.getString("phase")).isEqualTo("RESPONSE");
        assertThat(opened.getInt("status")).isEqualTo(101);
        assertThat(opened.getLong("bytesRead")).isPositive();
        assertThat(opened.getLong("bytesWritten")).isEqualTo(Wire.octets(Wire.ACCEPTED).length);
        assertThat(opened.getString("relaxations")).isEqualTo("[ANY_KEY]");
        RecordedEvent refused = events.get(1);
        assertThat(refused.getBoolean("opened")).isFalse();
        assertThat(refused.getString("rule")).isEqualTo("NO_UPGRADE");
        assertThat(refused.getInt("status")).isEqualTo(426);
        assertThat(refused.getString("relaxations")).isEmpty();
    }

    @Test
    void isLoggedAsALineAtDebug() {
        try (LogOf log = new LogOf("dev.handshake").at(Level.DEBUG)) {
            String request = Wire.requestWhere("Sec-WebSocket-Key", "k").replace("/chat", "/chat?secret");
            Style.ending(SERVER.acceptAsync(peer(request))).opened();
            Style.ending(SERVER.acceptAsync(peer("GET / HTTP/1.1\n"))).refused();
            assertThat(log.messages())
                    .containsExactly(
                            "SERVER handshake for /chat?(not shown) with peer.example/<unresolved>:4711 opened"
                                    + " (put up with [ANY_KEY])",
                            "SERVER handshake with peer.example/<unresolved>:4711 failed:"
                                    + " dev.handshake.HandshakeException: PEER_LEFT: The peer ended the connection"
                                    + " before the handshake was done. " + HandshakeFailure.PEER_LEFT.usualCause()
                                    + " (RFC 9112, 8)");
        }
    }

    @Test
    void isNotLoggedAboveDebug() {
        try (LogOf log = new LogOf("dev.handshake").at(Level.INFO)) {
            Style.ending(SERVER.acceptAsync(peer(Wire.REQUEST))).opened();
            assertThat(log.messages()).isEmpty();
        }
    }
}
