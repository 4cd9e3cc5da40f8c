package dev.handshake.hardening.processes;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this process holds.
 *
 * @param descriptors open ones
 * @param threads live ones
 * @param directBytes in direct buffers of the JDK
 * @param nettyBytes that Netty's allocator holds outside the heap
 * @param heapBytes alive after collections
 */
public record Usage(long descriptors, long threads, long directBytes, long nettyBytes, long heapBytes) {

    private static final int COLLECTIONS = 3;

    static Usage now() throws IOException {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        long netty = ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider
                ? provider.metric().usedDirectMemory()
                : 0;
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return new Usage(
                    descriptors.count(),
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    direct,
                    netty,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
    }

    /** Reads what {@link #toString} wrote. */
    public static Usage parse(String line) {
        String[] fields = line.split(" ");
        return new Usage(
                Long.parseLong(fields[0]),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]));
    }

    @Override
    public String toString() {
        return descriptors + " " + threads + " " + directBytes + " " + nettyBytes + " " + heapBytes;
    }
}
