package dev.handshake.races;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.handshake.messages.CloseStatus;
import dev.handshake.messages.Message;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** No message is lost, torn or out of place, and a connection ends once, whichever side or thread is the first. */
public final class Messages {

    private Messages() {}

    @JCStressTest
    @Outcome(id = "a, b", expect = ACCEPTABLE, desc = "One after the other.")
    @Outcome(id = "b, a", expect = ACCEPTABLE, desc = "The other one first.")
    @Outcome(expect = FORBIDDEN, desc = "A message was lost, or its octets were mixed with others.")
    @State
    public static class SendAgainstSend {

        private final Sockets sockets = new Sockets();

        @Actor
        public void one() {
            sockets.client.sendAsync("a");
        }

        @Actor
        public void other() {
            sockets.client.sendAsync("b");
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r1 = Sockets.received(sockets.server.receiveAsync());
            result.r2 = Sockets.received(sockets.server.receiveAsync());
        }
    }

    @JCStressTest
    @Outcome(id = "done, a 1000", expect = ACCEPTABLE, desc = "Sent in front of the close frame.")
    @Outcome(id = "CLOSED, none 1000", expect = ACCEPTABLE, desc = "Refused behind it.")
    @Outcome(expect = FORBIDDEN, desc = "What was told is not what came.")
    @State
    public static class SendAgainstClose {

        private final Sockets sockets = new Sockets();
        private CompletableFuture<Void> sent = new CompletableFuture<>();

        @Actor
        public void send() {
            sent = sockets.client.sendAsync("a");
        }

        @Actor
        public void close() {
            sockets.client.closeAsync(CloseStatus.NORMAL, "");
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r1 = Sockets.told(sent);
            String first = Sockets.received(sockets.server.receiveAsync());
            // Behind the message is the close frame.
            sockets.server.receiveAsync();
            result.r2 = first + " " + Sockets.ended(sockets.client.ended());
        }
    }

    @JCStressTest
    @Outcome(id = "a, never", expect = ACCEPTABLE, desc = "The part came in time; its message has not ended.")
    @Outcome(id = "cancelled, ab", expect = ACCEPTABLE, desc = "It is the beginning of the message asked for next.")
    @Outcome(expect = FORBIDDEN, desc = "A part was lost, or taken for a message.")
    @State
    public static class PartAgainstCancel {

        private final Sockets sockets = new Sockets();
        private final CompletableFuture<@Nullable Message> asked = sockets.server.receivePartAsync();

        @Actor
        public void arrival() {
            sockets.client.sendAsync(Message.text("a").asPart(true, false));
        }

        @Actor
        public void cancel() {
            asked.cancel(false);
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r1 = Sockets.received(asked);
            CompletableFuture<@Nullable Message> next = sockets.server.receiveAsync();
            if (!result.r1.equals("a")) {
                sockets.client.sendAsync(Message.text("b").asPart(false, true));
            }
            result.r2 = Sockets.received(next);
        }
    }

    @JCStressTest
    @Outcome(id = "a, never", expect = ACCEPTABLE, desc = "It came in time.")
    @Outcome(id = "cancelled, a", expect = ACCEPTABLE, desc = "It is there for whoever asks next.")
    @Outcome(expect = FORBIDDEN, desc = "A message was lost, or came twice.")
    @State
    public static class ArrivalAgainstCancel {

        private final Sockets sockets = new Sockets();
        private final CompletableFuture<@Nullable Message> asked = sockets.server.receiveAsync();

        @Actor
        public void arrival() {
            sockets.client.sendAsync("a");
        }

        @Actor
        public void cancel() {
            asked.cancel(false);
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r1 = Sockets.received(asked);
            result.r2 = Sockets.received(sockets.server.receiveAsync());
        }
    }

    @JCStressTest
    @Outcome(id = "a, never", expect = ACCEPTABLE, desc = "Whoever asks gets it.")
    @Outcome(expect = FORBIDDEN, desc = "A question was not seen.")
    @State
    public static class ArrivalAgainstQuestion {

        private final Sockets sockets = new Sockets();
        private CompletableFuture<@Nullable Message> asked = new CompletableFuture<>();

        @Actor
        public void arrival() {
            sockets.client.sendAsync("a");
        }

        @Actor
        public void question() {
            asked = sockets.server.receiveAsync();
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r1 = Sockets.received(asked);
            result.r2 = Sockets.received(sockets.server.receiveAsync());
        }
    }

    @JCStressTest
    @Outcome(id = "1000, 1000", expect = ACCEPTABLE, desc = "Both have closed.")
    @Outcome(expect = FORBIDDEN, desc = "One waits for ever, or believes that the other one has just left.")
    @State
    public static class CloseAgainstClose {

        private final Sockets sockets = new Sockets();

        @Actor
        public void server() {
            sockets.server.closeAsync(CloseStatus.NORMAL, "");
        }

        @Actor
        public void client() {
            sockets.client.closeAsync(CloseStatus.NORMAL, "");
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r1 = Sockets.ended(sockets.server.ended());
            result.r2 = Sockets.ended(sockets.client.ended());
        }
    }

    @JCStressTest
    @Outcome(id = "1006, 1006", expect = ACCEPTABLE, desc = "Cut off.")
    @Outcome(id = "1006, 1000", expect = ACCEPTABLE, desc = "Cut off when the close frame was out.")
    @Outcome(id = "1000, 1000", expect = ACCEPTABLE, desc = "Closed before.")
    @Outcome(expect = FORBIDDEN, desc = "No end, or two.")
    @State
    public static class CloseAgainstAbort {

        private final Sockets sockets = new Sockets();

        @Actor
        public void close() {
            sockets.server.closeAsync(CloseStatus.NORMAL, "");
        }

        @Actor
        public void abort() {
            sockets.server.abort();
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r1 = Sockets.ended(sockets.server.ended());
            result.r2 = Sockets.ended(sockets.client.ended());
        }
    }
}
