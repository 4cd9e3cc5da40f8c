package dev.handshake.bench.load;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What the threads of processes have used of processors, from {@code /proc/PID/task}: to the nanosecond, where {@link CpuTime}
 * knows hundredths of a second, which are too coarse for a round of half a second. What a thread that ends meanwhile has used
 * since the earlier look is not counted.
 *
 * @param nanos of each thread that is alive
 */
record ThreadTimes(Map<Path, Long> nanos) {

    private static final double NANOS_A_MICRO = 1000;

    static ThreadTimes of(long pid) throws IOException {
        Map<Path, Long> nanos = new HashMap<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads) {
                try {
                    String stat = Files.readString(thread.resolve("schedstat"));
                    nanos.put(thread, Long.parseLong(stat.substring(0, stat.indexOf(' '))));
                } catch (NoSuchFileException e) {
                    // It has just ended.
                }
            }
        }
        return new ThreadTimes(nanos);
    }

    /** The threads of both. */
    ThreadTimes and(ThreadTimes other) {
        Map<Path, Long> all = new HashMap<>(nanos);
        all.putAll(other.nanos);
        return new ThreadTimes(all);
    }

    double microsSince(ThreadTimes earlier) {
        long sum = 0;
        for (Map.Entry<Path, Long> thread : nanos.entrySet()) {
            sum += thread.getValue() - earlier.nanos.getOrDefault(thread.getKey(), 0L);
        }
        return sum / NANOS_A_MICRO;
    }
}
