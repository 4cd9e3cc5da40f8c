package dev.handshake.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process has used of processors, from {@code /proc/PID/stat}: to a hundredth of a second, threads that have ended
 * included.
 *
 * @param userMicros in the program itself, in microseconds
 * @param systemMicros in the kernel for it
 */
record CpuTime(double userMicros, double systemMicros) {

    private static final double MICROS_A_TICK = 10_000;
    private static final int USER = 11;

    static CpuTime of(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        // Behind the name, which may hold anything, parentheses too.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return new CpuTime(
                Long.parseLong(fields[USER]) * MICROS_A_TICK, Long.parseLong(fields[USER + 1]) * MICROS_A_TICK);
    }

    double micros() {
        return userMicros + systemMicros;
    }

    CpuTime plus(CpuTime other) {
        return new CpuTime(userMicros + other.userMicros, systemMicros + other.systemMicros);
    }

    CpuTime since(CpuTime earlier) {
        return new CpuTime(userMicros - earlier.userMicros, systemMicros - earlier.systemMicros);
    }
}
