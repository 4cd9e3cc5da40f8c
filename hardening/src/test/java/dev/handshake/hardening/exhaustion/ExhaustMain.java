package dev.handshake.hardening.exhaustion;

import dev.handshake.hardening.processes.Child;
import dev.handshake.hardening.processes.Client;
import java.io.IOException;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code exhaust [CONNECTIONS] [TRANSPORT]}: so many heads at an octet every two seconds, while good handshakes go on. Reports
 * how these fared, what the server used, and when it closed the others; then what one uses that has no descriptor left. Exits
 * with 1 if a figure is not met.
 */
public final class ExhaustMain {

    private static final long DEADLINE_MILLIS = 20_000;
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(2 * DEADLINE_MILLIS);
    private static final int TOO_MANY = 200;
    private static final int OUTAGE_SECONDS = 5;
    private static final double MILLION = 1e6;

    private boolean met = true;

    private ExhaustMain() {}

    /** Runs. */
    public static void main(String[] arguments) throws IOException {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15_000;
        String transport = arguments.length > 1 ? arguments[1] : "nio";
        ExhaustMain main = new ExhaustMain();
        boolean met = main.run(count, transport) & main.runWithoutDescriptors(transport);
        System.exit(met ? 0 : 1);
    }

    private boolean run(int count, String transport) throws IOException {
        System.out.printf("%,d half-open heads over %s, an octet every 2 s, deadline 20 s%n", count, transport);
        try (Child server =
                        Child.start("ulimit -n 20000", List.of("-Xmx512m"), transport, "" + DEADLINE_MILLIS, "octets");
                HalfOpen halfOpen = new HalfOpen(server.port(), EVERY_NANOS)) {
            warmUp(server);
            long began = System.nanoTime();
            double cpuBefore = server.cpuSeconds();
            long[] good;
            try (Goods goods = new Goods(server)) {
                halfOpen.open(count);
                System.out.printf("open after %.1f s%n", (System.nanoTime() - began) / 1e9);
                halfOpen.run(PATIENCE_NANOS);
                good = goods.latencies();
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            double cpu = (server.cpuSeconds() - cpuBefore) / seconds;
            long[] late = halfOpen.lifetimes();
            say("closed by the server", halfOpen.closed(), count, halfOpen.closed() == count);
            double high = good[good.length * 99 / 100] / MILLION;
            say("good handshakes, p99 of " + good.length + ", ms", high, 50, high <= 50);
            say("cores used by the server", cpu, 1, cpu <= 1);
            double first = late[0] / MILLION - DEADLINE_MILLIS;
            double last = late[late.length - 1] / MILLION - DEADLINE_MILLIS;
            say("first closed, ms from its deadline", first, -100, first >= -100);
            double middle = late[late.length / 2] / MILLION - DEADLINE_MILLIS;
            say("half of them closed, ms from the deadline", middle, 100, middle <= 100);
            say("last closed, ms from its deadline", last, 100, last <= 100);
            double latest = server.number("latest") / 1000.0 - DEADLINE_MILLIS;
            say("last one by the server's own clock, ms", latest, 100, latest <= 100);
            // Waits for those whose end is still to be told.
            long left = server.number("stop");
            say("handshakes that the server still counts", left, 0, left == 0);
            server.log().forEach(System.out::println);
        }
        return met;
    }

    /** What a server does that has no descriptor left, and more connections to accept. */
    private boolean runWithoutDescriptors(String transport) throws IOException {
        System.out.printf("no descriptor left, over %s%n", transport);
        List<Client> many = new ArrayList<>();
        try (Child server = Child.start("ulimit -n 150", List.of(), transport, "" + 3 * DEADLINE_MILLIS, "octets")) {
            for (int i = 0; i < TOO_MANY; i++) {
                many.add(new Client(server.port()));
            }
            server.awaitLog("Too many open files");
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            double before = server.cpuSeconds();
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(OUTAGE_SECONDS));
            double cpu = (server.cpuSeconds() - before) / OUTAGE_SECONDS;
            say("cores used by the server", cpu, 0.1, cpu <= 0.1);
            say("lines in its log", server.log().size(), 1, server.log().size() == 1);
        } finally {
            for (Client client : many) {
                client.close();
            }
        }
        return met;
    }

    /** So that it is the server that is measured, and not the compiler. */
    private static void warmUp(Child server) throws IOException {
        try (Goods goods = new Goods(server);
                HalfOpen some = new HalfOpen(server.port(), EVERY_NANOS / 100)) {
            some.open(500);
            some.run(TimeUnit.SECONDS.toNanos(3));
            goods.latencies();
        }
    }

    private void say(String what, double figure, double target, boolean met) {
        String line = String.format(
                Locale.ROOT,
                "%-42s %,12.2f  (%s) %s",
                what,
                figure,
                NumberFormat.getInstance(Locale.ROOT).format(target),
                met ? "" : "MISSED");
        System.out.println(line.stripTrailing());
        this.met &= met;
    }
}
