package dev.handshake.races;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.handshake.Established;
import dev.handshake.HandshakeServer;
import dev.handshake.ListenOptions;
import dev.handshake.ServerHandshaker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** What a port counts: never more at once than it may, nothing for ever, and it has stopped when the last one has ended. */
public final class Admissions {

    private Admissions() {}

    /** A port where connections arrive by hand. */
    private static final class Port {

        final Deadlines deadlines = new Deadlines();
        private final ScriptedGroup group = new ScriptedGroup();
        private final Queue<Established> opened = new ConcurrentLinkedQueue<>();
        final HandshakeServer server;

        Port(int all, int eachAddress) {
            try {
                server = ServerHandshaker.builder()
                        .scheduler(deadlines)
                        .build()
                        .listen(
                                group,
                                InetSocketAddress.createUnresolved("here.example", 80),
                                ListenOptions.defaults().pendingAtMost(all, eachAddress),
                                opened::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Watched arrives(String octets) {
            Watched transport = new Watched();
            transport.peerSends(octets);
            group.arrives(transport);
            return transport;
        }

        int opened() {
            return opened.size();
        }
    }

    private static String shown(Watched transport) {
        String line = transport.peerGot();
        return (line.length() < 12 ? line : line.substring(9, 12)) + (transport.isClosed() ? " closed" : " kept");
    }

    @JCStressTest
    @Outcome(id = "1, 503 closed 101 kept", expect = ACCEPTABLE, desc = "The second came while the first was at it.")
    @Outcome(id = "1, 101 kept 503 closed", expect = ACCEPTABLE, desc = "The other way round.")
    @Outcome(id = "2, 101 kept 101 kept", expect = ACCEPTABLE, desc = "The first was done when the second came.")
    @Outcome(expect = FORBIDDEN, desc = "Both were turned away, or something is counted for ever.")
    @State
    public static class TwoForOnePlace {

        private final Port port = new Port(1, 1);
        private Watched first = new Watched();
        private Watched second = first;

        @Actor
        public void one() {
            first = port.arrives(Watched.REQUEST);
            first.peer().shutdownOutput();
        }

        @Actor
        public void other() {
            second = port.arrives(Watched.REQUEST);
            second.peer().shutdownOutput();
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r1 = port.opened();
            result.r2 = shown(first) + " " + shown(second) + left();
        }

        /** What is still counted, and whether there is room for another one. */
        private String left() {
            int pending = port.server.pending();
            String third = shown(port.arrives(Watched.REQUEST));
            return (pending == 0 ? "" : ", pending " + pending) + (third.equals("101 kept") ? "" : ", then " + third);
        }
    }

    @JCStressTest
    @Outcome(id = "101 kept, stopped", expect = ACCEPTABLE, desc = "Arrived before.")
    @Outcome(id = " closed, stopped", expect = ACCEPTABLE, desc = "Arrived behind.")
    @Outcome(expect = FORBIDDEN, desc = "It never stops, or a connection is left behind.")
    @State
    public static class StopAgainstArrival {

        private final Port port = new Port(8, 8);
        private final CompletableFuture<Void> stopped = new CompletableFuture<>();
        private Watched transport = new Watched();

        @Actor
        public void arrival() {
            transport = port.arrives(Watched.REQUEST);
        }

        @Actor
        public void stop() {
            port.server.stop().thenRun(() -> stopped.complete(null));
        }

        @Arbiter
        public void end(L_Result result) {
            result.r1 = shown(transport) + (stopped.isDone() ? ", stopped" : ", pending " + port.server.pending());
        }
    }

    @JCStressTest
    @Outcome(id = "101 kept, stopped", expect = ACCEPTABLE, desc = "It was open already.")
    @Outcome(id = " closed, stopped", expect = ACCEPTABLE, desc = "It was going on, or arrived behind.")
    @Outcome(
            id = "101 closed, stopped",
            expect = ACCEPTABLE,
            desc = "Its answer was out, and it was not yet handed over.")
    @Outcome(expect = FORBIDDEN, desc = "It never stops, or a connection is left behind.")
    @State
    public static class CloseAgainstArrival {

        private final Port port = new Port(8, 8);
        private final CompletableFuture<Void> stopped = new CompletableFuture<>();
        private Watched transport = new Watched();

        @Actor
        public void arrival() {
            transport = port.arrives(Watched.REQUEST);
        }

        @Actor
        public void close() {
            port.server.close();
            port.server.stop().thenRun(() -> stopped.complete(null));
        }

        @Arbiter
        public void end(L_Result result) {
            result.r1 = shown(transport) + (stopped.isDone() ? ", stopped" : ", pending " + port.server.pending());
        }
    }
}
