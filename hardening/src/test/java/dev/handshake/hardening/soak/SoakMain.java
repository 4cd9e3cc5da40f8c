package dev.handshake.hardening.soak;

import dev.handshake.hardening.processes.Child;
import dev.handshake.hardening.processes.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code soak [HANDSHAKES] [TRANSPORT] [--messages]}: so many handshakes, half of them good, with a message echoed over each of
 * these if asked for; then what the server holds, beside what it held after a twentieth as many. Exits with 1 if it is more.
 */
public final class SoakMain {

    private static final long DEADLINE_MILLIS = 2_000;
    private static final int AT_ONCE = 256;
    private static final int WARM_UP_PART = 20;
    private static final int MOST_LOOKS = 100;
    private static final double A_PERCENT = 1.01;

    /** Longer than any idle thread of ours stays. */
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(12);

    private boolean met = true;

    private SoakMain() {}

    /** Runs. */
    public static void main(String[] arguments) throws IOException {
        List<String> plain = new ArrayList<>(List.of(arguments));
        boolean messages = plain.remove("--messages");
        long count = plain.isEmpty() ? 1_000_000 : Long.parseLong(plain.get(0).replace("_", ""));
        String transport = plain.size() < 2 ? "nio" : plain.get(1);
        System.exit(new SoakMain().run(count, transport, messages) ? 0 : 1);
    }

    /** Starts a server that can be soaked: every one of Netty's buffers is watched. */
    static Child server(String transport, boolean messages, long deadlineMillis, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("-Xmx256m", "-Dio.netty.leakDetection.level=paranoid"));
        all.addAll(List.of(options));
        return Child.start("true", all, transport, "" + deadlineMillis, messages ? "messages" : "octets");
    }

    /** Returns what a server holds once no handshake goes on and no connection is left that would still be closed. */
    static Usage quiet(Child server) throws IOException {
        Usage last = Usage.parse(server.ask("usage"));
        for (int i = 0; i < MOST_LOOKS; i++) {
            Usage before = last;
            last = Usage.parse(server.ask("usage"));
            if (server.number("pending") == 0 && before.descriptors() == last.descriptors()) {
                break;
            }
        }
        return last;
    }

    private boolean run(long count, String transport, boolean messages) throws IOException {
        String with = messages ? ", each good one with a message and a close" : "";
        System.out.printf("%,d handshakes over %s%s, JDK %s%n", count, transport, with, Runtime.version());
        try (Child server = server(transport, messages, DEADLINE_MILLIS);
                SoakLoop loop = new SoakLoop(server.port(), messages, 1)) {
            loop.run(count / WARM_UP_PART, AT_ONCE);
            Usage before = settled(server);
            long began = System.nanoTime();
            loop.run(count, AT_ONCE);
            System.out.printf("took %,.0f s%n", (System.nanoTime() - began) / 1e9);
            Usage after = settled(server);
            long wrong = loop.count(Visitor.Ending.WRONG) + loop.count(Visitor.Ending.GOOD_UNANSWERED);
            System.out.printf("good requests %,d, of which wrongly answered %,d%n", loop.good(), wrong);
            System.out.printf("bad ones without an answer %,d%n", loop.count(Visitor.Ending.UNANSWERED));
            met &= wrong == 0 && server.log().isEmpty();
            say("", "before", "after");
            say("descriptors", before.descriptors(), after.descriptors());
            say("threads", before.threads(), after.threads());
            say("direct memory, bytes", before.directBytes(), after.directBytes());
            say("Netty's memory, bytes", before.nettyBytes(), after.nettyBytes());
            say("heap alive, bytes", before.heapBytes(), after.heapBytes());
            System.out.printf("resident memory, bytes %,34d%n", server.residentBytes());
            server.log().forEach(System.out::println);
        }
        return met;
    }

    private static Usage settled(Child server) throws IOException {
        LockSupport.parkNanos(SETTLE_NANOS);
        return quiet(server);
    }

    private void say(String what, long before, long after) {
        boolean more = after > before * A_PERCENT;
        met &= !more;
        say(
                what,
                String.format(Locale.ROOT, "%,d", before),
                String.format(Locale.ROOT, "%,d", after) + (more ? " MORE" : ""));
    }

    private static void say(String what, String before, String after) {
        System.out.printf("%-24s %14s %14s%n", what, before, after);
    }
}
