package dev.handshake;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Drives an engine without a transport, to see what it would answer and why. */
record Preflight(ServerHandshake engine, RunSettings running) {

    HandshakeResponse of(HandshakeRequest request) {
        drive(ByteBuffer.wrap(request.octets()));
        HandshakeResponse response = engine.response();
        return response != null ? response : failedToAnswer();
    }

    HandshakeTrace trace(ByteBuffer octets) {
        drive(octets);
        return engine.trace();
    }

    private void drive(ByteBuffer octets) {
        while (true) {
            switch (engine.step()) {
                case READ -> {
                    if (!octets.hasRemaining()) {
                        engine.endOfInput();
                        return;
                    }
                    ByteBuffer input = engine.input();
                    int count = Math.min(input.remaining(), octets.remaining());
                    input.put(octets.slice(octets.position(), count));
                    octets.position(octets.position() + count);
                }
                case WRITE -> engine.output().position(engine.output().limit());
                case DECIDE -> decide(Objects.requireNonNull(engine.request()));
                case OPEN, FAILED -> {
                    return;
                }
            }
        }
    }

    /** A request that was put together from parts is never so foreign that it gets no answer. */
    private HandshakeResponse failedToAnswer() {
        throw new IllegalStateException("a request must have an answer", engine.failure());
    }

    private void decide(HandshakeRequest request) {
        AsyncDecider decider = running.decider();
        if (decider == null) {
            engine.decide(Decision.accept());
            return;
        }
        CountDownLatch answered = new CountDownLatch(1);
        Ruling ruling = new Ruling(decider, answered::countDown);
        while (!ruling.tell(engine, request)) {
            await(answered);
        }
    }

    private void await(CountDownLatch answered) {
        try {
            if (!answered.await(running.timeoutNanos(), TimeUnit.NANOSECONDS)) {
                throw unanswered(new TimeoutException());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unanswered(e);
        }
    }

    private static IllegalStateException unanswered(Exception why) {
        return new IllegalStateException("the decider did not answer in time", why);
    }
}
