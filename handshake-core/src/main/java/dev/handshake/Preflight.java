package dev.handshake;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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
        CompletableFuture<Decision> answer;
        try {
            answer = decider == null
                    ? CompletableFuture.completedFuture(Decision.accept())
                    : decider.decide(request).toCompletableFuture();
        } catch (Throwable e) {
            engine.decisionFailed(e);
            return;
        }
        try {
            engine.decide(answer.get(running.timeoutNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException | TimeoutException e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new IllegalStateException("the decider did not answer in time", e);
        } catch (ExecutionException e) {
            engine.decisionFailed(e.getCause());
        } catch (RuntimeException e) {
            engine.decisionFailed(e);
        }
    }
}
