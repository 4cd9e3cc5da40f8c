package dev.handshake.interop.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.ClientHandshaker;
import dev.handshake.Established;
import dev.handshake.PermessageDeflate;
import dev.handshake.Role;
import dev.handshake.SecWebSocketKey;
import dev.handshake.ServerHandshaker;
import dev.handshake.interop.wire.Carrier;
import dev.handshake.interop.wire.Octets;
import dev.handshake.interop.wire.Peer;
import dev.handshake.interop.wire.Threads;
import dev.handshake.messages.CloseStatus;
import dev.handshake.messages.Ending;
import dev.handshake.messages.FrameCase;
import dev.handshake.messages.Message;
import dev.handshake.messages.MessageDecoder;
import dev.handshake.messages.MessageEncoder;
import dev.handshake.messages.MessageFailure;
import dev.handshake.messages.MessageLimits;
import dev.handshake.messages.Received;
import dev.handshake.messages.WebSocket;
import dev.handshake.messages.WebSocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * All frame cases against an echo over one kind of transport, in both roles: async with the frames in one piece right behind
 * the handshake, and waiting with the frames cut in two. The peer reads what comes back: each message, a pong for each ping,
 * and the close frame that the case asks for, behind which the stream ends.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MessagesOverTransport {

    private static final String HEAD = """
            GET / HTTP/1.1\r
            Host: localhost\r
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            """;

    private Carrier carrier;

    abstract Carrier open() throws Exception;

    @BeforeAll
    void openCarrier() throws Exception {
        carrier = open();
    }

    @AfterAll
    void closeCarrier() throws Exception {
        carrier.close();
    }

    @Test
    void aServerAnswersAsEachCaseSays() throws Exception {
        List<Callable<Void>> conversations = new ArrayList<>();
        for (FrameCase it : FrameCase.all(Role.SERVER)) {
            conversations.add(() -> server(it, false));
            conversations.add(() -> server(it, true));
        }
        Threads.all(conversations);
    }

    @Test
    void aClientAnswersAsEachCaseSays() throws Exception {
        List<Callable<Void>> conversations = new ArrayList<>();
        for (FrameCase it : FrameCase.all(Role.CLIENT)) {
            conversations.add(() -> client(it, false));
            conversations.add(() -> client(it, true));
        }
        Threads.all(conversations);
    }

    private Void server(FrameCase it, boolean waits) throws Exception {
        ServerHandshaker handshaker = ServerHandshaker.builder()
                .extensions(PermessageDeflate.defaults())
                .build();
        CompletableFuture<Ending> ending = new CompletableFuture<>();
        Peer peer = carrier.accept(transport -> handshaker
                .acceptAsync(transport)
                .thenAccept(open -> echo(open, it, waits, ending))
                .exceptionally(failure -> {
                    ending.completeExceptionally(failure);
                    return null;
                }));
        String offer = it.extension().isEmpty() ? "" : "Sec-WebSocket-Extensions: " + it.extension() + "\r\n";
        send(peer, HEAD + offer + "\r\n", frames(it, Role.SERVER), waits);
        assertThat(peer.receiveHead()).startsWith("HTTP/1.1 101 ");
        check(it, Role.SERVER, peer, ending);
        return null;
    }

    private Void client(FrameCase it, boolean waits) throws Exception {
        ClientHandshaker handshaker = ClientHandshaker.builder()
                .extensions(PermessageDeflate.defaults())
                .build();
        Carrier.Connection connection = carrier.connect();
        CompletableFuture<Ending> ending = new CompletableFuture<>();
        handshaker
                .handshakeAsync(connection.transport(), "localhost", "/")
                .thenAccept(open -> echo(open, it, waits, ending))
                .exceptionally(failure -> {
                    ending.completeExceptionally(failure);
                    return null;
                });
        String request = connection.peer().receiveHead();
        String key = request.lines()
                .filter(line -> line.startsWith("Sec-WebSocket-Key: "))
                .findFirst()
                .orElseThrow()
                .substring(19);
        String answer = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Accept: " + SecWebSocketKey.parse(key).accept() + "\r\n"
                + (it.extension().isEmpty() ? "" : "Sec-WebSocket-Extensions: " + it.extension() + "\r\n") + "\r\n";
        send(connection.peer(), answer, frames(it, Role.CLIENT), waits);
        check(it, Role.CLIENT, connection.peer(), ending);
        return null;
    }

    /** The frames of the case, and a close if it has none and breaks no rule. */
    private static String frames(FrameCase it, Role reader) {
        String frames = Octets.text(it.octets(reader));
        boolean ends =
                it.failure() != null || it.expected().stream().anyMatch(expected -> expected.startsWith("close "));
        if (ends) {
            return frames;
        }
        MessageEncoder encoder = new MessageEncoder(reader == Role.SERVER ? Role.CLIENT : Role.SERVER, null);
        encoder.close(new CloseStatus(1000, "that is all"));
        ByteBuffer close = ByteBuffer.allocate(100);
        encoder.drain(close);
        return frames + Octets.text(close.flip());
    }

    private static void send(Peer peer, String head, String frames, boolean apart) throws Exception {
        if (apart) {
            peer.send(head);
            peer.send(frames.substring(0, frames.length() / 2));
            peer.send(frames.substring(frames.length() / 2));
        } else {
            peer.send(head + frames);
        }
        peer.end();
    }

    private void echo(Established open, FrameCase it, boolean waits, CompletableFuture<Ending> ending) {
        MessageLimits limits = it.limits();
        WebSocket socket = WebSocket.over(open, WebSocketOptions.defaults().withLimits(limits));
        socket.ended().thenAccept(ending::complete);
        if (!waits) {
            socket.forEach(WebSocket::sendAsync);
            return;
        }
        Threads.start(() -> {
            for (Message message = socket.receive(); message != null; message = socket.receive()) {
                socket.send(message);
            }
            return null;
        });
    }

    private static void check(FrameCase it, Role role, Peer peer, CompletableFuture<Ending> ending) throws Exception {
        List<String> messages = new ArrayList<>();
        List<String> pongs = new ArrayList<>();
        String close = null;
        MessageDecoder decoder = new MessageDecoder(
                role == Role.SERVER ? Role.CLIENT : Role.SERVER,
                it.terms(role == Role.SERVER ? Role.CLIENT : Role.SERVER),
                MessageLimits.defaults());
        ByteBuffer answer = ByteBuffer.wrap(Octets.of(peer.receiveAll()));
        for (Received what = decoder.step(answer); what != Received.NOTHING; ) {
            String shown = FrameCase.shown(what, decoder);
            if (what == Received.CLOSE) {
                close = shown;
                break;
            }
            (what == Received.PONG ? pongs : messages).add(shown);
            what = decoder.step(answer);
        }
        assertThat(answer.hasRemaining()).as("%s: nothing behind the close", it).isFalse();
        List<String> expectedMessages = new ArrayList<>(it.expected());
        expectedMessages.removeIf(expected -> !expected.startsWith("text ") && !expected.startsWith("binary "));
        List<String> expectedPongs = new ArrayList<>(it.expected());
        expectedPongs.removeIf(expected -> !expected.startsWith("ping "));
        expectedPongs.replaceAll(expected -> "pong " + expected.substring(5));
        assertThat(messages).as(it.toString()).isEqualTo(expectedMessages);
        assertThat(pongs).as(it.toString()).isEqualTo(expectedPongs);
        MessageFailure failure = it.failure();
        String given = it.expected().stream()
                .filter(expected -> expected.startsWith("close "))
                .findFirst()
                .orElse("close 1000 that is all");
        String code = given.split(" ")[1];
        assertThat(close)
                .as(it.toString())
                .isEqualTo("close " + (failure == null ? code + " " : failure.code() + " " + failure.name()));
        peer.close();
        Ending ended = Threads.await(ending);
        assertThat(ended.failure() == null ? null : ended.failure().failure())
                .as(it.toString())
                .isEqualTo(failure);
        assertThat(ended.code()).isEqualTo(failure == null ? Integer.parseInt(code) : failure.code());
    }
}
