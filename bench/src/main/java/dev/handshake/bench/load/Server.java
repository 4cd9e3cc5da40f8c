package dev.handshake.bench.load;

import java.io.Closeable;
import java.io.IOException;

/** The process of a server, and its port. */
final class Server implements Closeable {

    private final Child process;
    private final int port;

    private Server(Child process, int port) {
        this.process = process;
        this.port = port;
    }

    static Server start(Subject subject, int core) throws IOException {
        return listening(Child.start(subject.java, core, ServerMain.class, subject.name()));
    }

    /** Starts one that sends messages back. */
    static Server start(EchoSubject subject, int core) throws IOException {
        return listening(Child.start(Java.DEFAULT, core, ServerMain.class, subject.name(), "echo"));
    }

    private static Server listening(Child process) throws IOException {
        String line = process.answer();
        return new Server(process, Integer.parseInt(line.substring(line.indexOf(' ') + 1)));
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    long ask(String question) throws IOException {
        return Long.parseLong(process.ask(question));
    }

    void settle() throws IOException {
        process.settle();
    }

    CpuTime cpuTime() throws IOException {
        return process.cpuTime();
    }

    ThreadTimes threadTimes() throws IOException {
        return process.threadTimes();
    }

    /** Has the load come here. */
    LoadResult load(Child load, int count, int atOnce) throws IOException {
        return LoadResult.parse(load.ask("run " + port + " " + count + " " + atOnce));
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
