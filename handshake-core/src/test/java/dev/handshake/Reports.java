package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Listens, and expects exactly one report. */
final class Reports implements HandshakeListener {

    private final List<HandshakeReport> all = new CopyOnWriteArrayList<>();

    @Override
    public void ended(HandshakeReport report) {
        all.add(report);
    }

    HandshakeReport only() {
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    int count() {
        return all.size();
    }
}
