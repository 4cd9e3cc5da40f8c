package dev.handshake.bench.load;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * The process of one server: {@code ServerMain NAME}, or {@code ServerMain NAME echo} for one that sends messages back. It says {@code listening PORT}, answers questions on its standard
 * input, and ends with it.
 */
public final class ServerMain {

    private static final int COLLECTIONS = 2;

    private ServerMain() {}

    /** Runs. */
    public static void main(String[] arguments) throws Exception {
        boolean echoes = arguments.length > 1;
        System.out.println("listening "
                + (echoes
                        ? EchoSubject.named(arguments[0]).start()
                        : Subject.named(arguments[0]).start()));
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String question = questions.readLine(); question != null; question = questions.readLine()) {
            System.out.println(answer(question));
        }
        System.exit(0);
    }

    private static long answer(String question) throws IOException, InterruptedException {
        return switch (question) {
            case "heap" -> heapBytes();
            case "allocated" -> allocatedBytes();
            default -> throw new IOException("unknown question: " + question);
        };
    }

    /** What is alive: a few collections, so that what one of them only finds can go with the next. */
    private static long heapBytes() throws InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            Thread.sleep(50);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** By all threads that are alive, which for loops is all. */
    private static long allocatedBytes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }
}
