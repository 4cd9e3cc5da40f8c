package dev.handshake.hardening.simulation;

import dev.handshake.messages.Ending;
import dev.handshake.messages.Message;
import dev.handshake.messages.WebSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A speaker over a transport that blocks: up to two threads say something, one hears, and each waits until it is done. */
final class WaitingSpeaker extends Speaker {

    private static final int MOST_SAYING = 2;

    private final SimulatedThreads threads;
    private final List<Thread> waitingThreads = new ArrayList<>();

    WaitingSpeaker(World world, String name, int longest, SimulatedThreads threads) {
        super(world, name, longest);
        this.threads = threads;
    }

    @Override
    void startSaying(WebSocket socket, int messages, Runnable onSaid) {
        List<CompletableFuture<?>> saying = new ArrayList<>();
        int count = 1 + world.random.nextInt(MOST_SAYING);
        for (int i = 0; i < count; i++) {
            saying.add(start(() -> say(socket, messages)));
        }
        CompletableFuture.allOf(saying.toArray(CompletableFuture<?>[]::new))
                .whenComplete((nothing, failure) -> world.soon(onSaid));
    }

    private CompletableFuture<Void> start(SimulatedThreads.Task task) {
        CompletableFuture<Void> done = threads.start(() -> {
            waitingThreads.add(Thread.currentThread());
            task.run();
            waitingThreads.remove(Thread.currentThread());
        });
        waiting.add(done);
        return done;
    }

    private void say(WebSocket socket, int messages) throws Exception {
        for (int i = 0; i < messages; i++) {
            if (world.chance(30)) {
                waiting.add(socket.pingAsync(ByteBuffer.allocate(world.random.nextInt(3))));
            }
            Message message = some();
            boolean inParts = message.size() > 0 && world.chance(30);
            sent.add(shown(inParts ? Message.binary(message.data()) : message));
            world.note(this + " says " + message);
            if (inParts) {
                inParts(socket, message);
            } else if (world.chance(30)) {
                CompletableFuture<Void> sending = socket.sendAsync(message);
                waiting.add(sending);
                sending.get();
            } else {
                socket.send(message);
            }
        }
    }

    private void inParts(WebSocket socket, Message message) throws IOException {
        int cut = world.random.nextInt(message.size());
        ByteBuffer all = message.data();
        socket.send(Message.binary(all.slice(0, cut)).asPart(true, false));
        socket.send(Message.binary(all.slice(cut, message.size() - cut)).asPart(false, true));
    }

    @Override
    void startHearing(WebSocket socket) {
        if (world.chance(30)) {
            socket.forEach(this::handle);
        } else {
            start(() -> hear(socket));
        }
    }

    private void hear(WebSocket socket) throws Exception {
        Message message = next(socket);
        while (message != null) {
            hear(message);
            message = next(socket);
        }
    }

    private @Nullable Message next(WebSocket socket) throws Exception {
        if (world.chance(70)) {
            return world.chance(30) ? socket.receivePart() : socket.receive();
        }
        CompletableFuture<@Nullable Message> asked = socket.receiveAsync();
        if (world.chance(20) && asked.cancel(false)) {
            return socket.receive();
        }
        return asked.get();
    }

    /** Waits for the end, too, or leaves that to others. */
    @Override
    void close(WebSocket socket, int code) {
        if (world.chance(30)) {
            super.close(socket, code);
            return;
        }
        start(() -> {
            Ending ending = socket.close(code, toString());
            if (!endings().contains(ending)) {
                world.violation(this + " was told that it ended by " + ending);
            }
        });
    }

    /** Interrupts a thread that waits, which ends the connection. */
    void interrupt() {
        if (!waitingThreads.isEmpty()) {
            world.note(this + " is interrupted");
            waitingThreads.get(world.random.nextInt(waitingThreads.size())).interrupt();
        }
    }
}
