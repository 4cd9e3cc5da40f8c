package dev.handshake.hardening.simulation;

import dev.handshake.Established;
import dev.handshake.messages.Ending;
import dev.handshake.messages.Message;
import dev.handshake.messages.MessageException;
import dev.handshake.messages.WebSocket;
import dev.handshake.messages.WebSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One side of a WebSocket, that says and hears what its seed wants, in every form there is of the style that does not wait. */
class Speaker {

    final World world;
    private final String name;
    private final int longest;
    final List<String> sent = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final List<Ending> endings = new ArrayList<>();

    /** Whatever somebody waits for. */
    final List<CompletableFuture<?>> waiting = new ArrayList<>();

    private final List<CompletableFuture<?>> waitingToSay = new ArrayList<>();

    private StringBuilder parts = new StringBuilder();
    private Runnable onSaid = () -> {};
    private int toSay;
    private boolean hasClosed;
    private @Nullable WebSocket socket;

    Speaker(World world, String name, int longest) {
        this.world = world;
        this.name = name;
        this.longest = longest;
    }

    final void begin(Established open, WebSocketOptions options, Runnable onSaid) {
        WebSocket opened = WebSocket.over(open, options);
        socket = opened;
        waiting.add(opened.ended().thenAccept(endings::add));
        startSaying(opened, world.random.nextInt(6), onSaid);
        startHearing(opened);
    }

    // ------------------------------------------------------------------------------------------------ saying

    void startSaying(WebSocket socket, int messages, Runnable onSaid) {
        this.onSaid = onSaid;
        toSay = messages;
        world.soon(this::say);
    }

    private void say() {
        if (toSay-- == 0) {
            // A message in parts has no second one any more if its side closes in between.
            CompletableFuture.allOf(waitingToSay.toArray(CompletableFuture<?>[]::new))
                    .whenComplete((nothing, failure) -> onSaid.run());
            return;
        }
        if (world.chance(30)) {
            waiting.add(socket.pingAsync(ByteBuffer.allocate(world.random.nextInt(3))));
        }
        Message message = some();
        sent.add(shown(message));
        world.note(name + " says " + message);
        boolean waits = world.chance(60);
        CompletableFuture<Void> saying =
                message.size() > 0 && world.chance(30) ? inParts(message) : socket.sendAsync(message);
        waiting.add(saying);
        waitingToSay.add(saying);
        if (waits) {
            saying.whenComplete((nothing, failure) -> world.soon(this::say));
        } else {
            world.soon(this::say);
        }
    }

    private CompletableFuture<Void> inParts(Message message) {
        int cut = world.random.nextInt(message.size());
        ByteBuffer all = message.data();
        Message first = Message.binary(all.slice(0, cut)).asPart(true, false);
        Message last = Message.binary(all.slice(cut, message.size() - cut)).asPart(false, true);
        sent.set(sent.size() - 1, shown(Message.binary(all)));
        CompletableFuture<Void> begun = socket.sendAsync(first);
        return begun.thenCompose(nothing -> socket.sendAsync(last));
    }

    final Message some() {
        int size = world.chance(10) ? longest : world.random.nextInt(world.chance(50) ? 30 : 700);
        String word = "wörd " + world.random.nextInt(10) + ", ";
        String text = word.repeat(1 + size / word.length());
        return world.chance(50) ? Message.text(text) : Message.binary(text.getBytes(StandardCharsets.UTF_8));
    }

    // ------------------------------------------------------------------------------------------------ hearing

    void startHearing(WebSocket socket) {
        if (world.chance(40)) {
            socket.forEach(this::handle);
        } else {
            world.soon(this::ask);
        }
    }

    final @Nullable CompletableFuture<?> handle(WebSocket from, Message message) {
        heard.add(shown(message));
        if (world.chance(50)) {
            return null;
        }
        CompletableFuture<Void> later = new CompletableFuture<>();
        world.soon(() -> later.complete(null));
        return later;
    }

    private void ask() {
        boolean part = world.chance(40);
        CompletableFuture<Message> asked = part ? socket.receivePartAsync() : socket.receiveAsync();
        waiting.add(asked);
        world.note(name + " asks for a " + (part ? "part" : "message"));
        asked.whenComplete((message, failure) -> {
            if (message != null) {
                hear(message);
            }
            if (message != null || failure instanceof CancellationException) {
                world.soon(this::ask);
            }
        });
        if (world.chance(10)) {
            world.soon(() -> asked.cancel(false));
        }
    }

    final void hear(Message message) {
        world.note(name + " hears " + message);
        if (message.isFirst()) {
            parts = new StringBuilder();
        }
        String shown = shown(message);
        parts.append(message.isFirst() ? shown : shown.substring(shown.indexOf(' ') + 1));
        if (message.isLast()) {
            heard.add(parts.toString());
            parts = new StringBuilder();
        }
    }

    static String shown(Message message) {
        ByteBuffer data = message.data();
        byte[] octets = new byte[data.remaining()];
        data.get(octets);
        return (message.isText() ? "text " : "binary ") + new String(octets, StandardCharsets.ISO_8859_1);
    }

    // ------------------------------------------------------------------------------------------------ ending

    final void close(int code) {
        world.note(name + " closes with " + code);
        hasClosed = true;
        close(socket, code);
    }

    void close(WebSocket socket, int code) {
        waiting.add(socket.closeAsync(code, name));
    }

    /** Closes as soon as this holds. */
    final void closeWhen(BooleanSupplier holds) {
        if (holds.getAsBoolean()) {
            close(1000);
        } else if (endings.isEmpty()) {
            world.in(5, () -> closeWhen(holds));
        }
    }

    final void cut() {
        socket.abort();
    }

    // ------------------------------------------------------------------------------------------------ judging

    final boolean hasHeard(Speaker other) {
        return heard.equals(other.sent);
    }

    /** Whoever has closed does not hear what it does not ask for at once; anybody else hears all, as far as it came. */
    final boolean hasHeardSomeOf(Speaker other) {
        if (!hasClosed) {
            return heard.size() <= other.sent.size() && heard.equals(other.sent.subList(0, heard.size()));
        }
        Iterator<String> said = other.sent.iterator();
        return heard.stream().allMatch(message -> {
            while (said.hasNext()) {
                if (said.next().equals(message)) {
                    return true;
                }
            }
            return false;
        });
    }

    final void checkAtTheEnd() {
        for (CompletableFuture<?> each : waiting) {
            if (!each.isDone()) {
                world.violation(name + ": somebody is left waiting");
            } else if (each.isCompletedExceptionally() && !each.isCancelled()) {
                each.whenComplete((nothing, failure) -> {
                    Throwable cause = failure.getCause() != null && !(failure instanceof MessageException)
                            ? failure.getCause()
                            : failure;
                    if (!(cause instanceof MessageException) && !(cause instanceof InterruptedException)) {
                        world.violation(name + ": it failed by " + cause);
                    }
                });
            }
        }
    }

    final List<Ending> endings() {
        return endings;
    }

    final boolean hasBegun() {
        return socket != null;
    }

    /** What was said, as kinds and lengths. */
    final List<String> sent() {
        return sent.stream().map(Speaker::inShort).toList();
    }

    final List<String> heard() {
        return heard.stream().map(Speaker::inShort).toList();
    }

    private static String inShort(String message) {
        return message.charAt(0) + Integer.toString(message.length());
    }

    @Override
    public final String toString() {
        return name;
    }
}
