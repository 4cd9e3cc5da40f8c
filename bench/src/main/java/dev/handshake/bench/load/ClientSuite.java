package dev.handshake.bench.load;

import dev.handshake.bench.report.Measures;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Clients over loopback against a bare server, each in a process of its own, one after the other in each round. */
public final class ClientSuite {

    private static final int AT_ONCE = 64;
    private static final Map<String, String> CLIENTS = clients();

    private final int warmUps;
    private final int rounds;
    private final int count;
    private final PrintWriter log;

    /** A suite of so many rounds of so many handshakes, after some to warm up. */
    public ClientSuite(int warmUps, int rounds, int count, PrintWriter log) {
        this.warmUps = warmUps;
        this.rounds = rounds;
        this.count = count;
        this.log = log;
    }

    /** Measures clients by name; an empty list stands for all. */
    public void run(List<String> names, Measures into) throws IOException {
        Map<String, Child> clients = new LinkedHashMap<>();
        try (Server sink = Server.start(Subject.BARE_NIO, LoadSuite.SERVER_CORE)) {
            for (String name : wanted(names)) {
                clients.put(
                        name,
                        Child.start(
                                Java.DEFAULT,
                                LoadSuite.LOAD_CORE,
                                ClientMain.class,
                                name,
                                Integer.toString(sink.port())));
            }
            for (int round = 1 - warmUps; round <= rounds; round++) {
                log.println(LoadSuite.heading(round, rounds, warmUps));
                for (Map.Entry<String, Child> each : clients.entrySet()) {
                    measure(CLIENTS.get(each.getKey()), each.getValue(), round < 1 ? new Measures() : into);
                }
            }
        } finally {
            for (Child client : clients.values()) {
                client.close();
            }
        }
    }

    private void measure(String name, Child client, Measures into) throws IOException {
        CpuTime before = client.cpuTime();
        run(client, count);
        CpuTime used = client.cpuTime().since(before);
        client.settle();
        into.add("client.cpu", name, "", "µs", used.micros() / count);
        into.add("client.user", name, "", "µs", used.userMicros() / count);
    }

    private static List<String> wanted(List<String> names) {
        for (String name : names) {
            if (!CLIENTS.containsKey(name) && !CLIENTS.containsValue(name)) {
                throw new IllegalArgumentException("there is no '" + name + "', only " + CLIENTS.values());
            }
        }
        return CLIENTS.keySet().stream()
                .filter(name -> names.isEmpty() || names.contains(name) || names.contains(CLIENTS.get(name)))
                .toList();
    }

    /** What each is called, by the name that it is started with. */
    private static Map<String, String> clients() {
        Map<String, String> clients = new LinkedHashMap<>();
        clients.put("bare", "bare nio");
        clients.put("nio", "handshake nio");
        clients.put("threads", "bare threads");
        clients.put("blocking", "handshake blocking");
        clients.put("bare-netty", "bare netty-epoll");
        clients.put("netty-nio", "handshake netty-nio");
        clients.put("netty-epoll", "handshake netty-epoll");
        clients.put("netty", "netty's own");
        clients.put("jdk", "java.net.http");
        return clients;
    }

    private static void run(Child client, int count) throws IOException {
        String opened = client.ask(count + " " + AT_ONCE);
        if (!opened.equals(Integer.toString(count))) {
            throw new IOException("only " + opened + " of " + count + " handshakes succeeded");
        }
    }
}
