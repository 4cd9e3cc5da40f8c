package dev.handshake.bench.load;

import java.util.Arrays;

/**
 * What came of a load.
 *
 * @param seconds how long it took
 * @param opened how many handshakes succeeded
 * @param failed how many did not
 * @param medianMicros from connect to the checked answer: half of them took at most so long
 * @param highMicros 99 of a hundred took at most so long
 */
record LoadResult(double seconds, int opened, int failed, double medianMicros, double highMicros) {

    static LoadResult of(long nanos, long[] latencies, int failed) {
        Arrays.sort(latencies);
        int count = latencies.length;
        double median = count == 0 ? 0 : latencies[count / 2] / 1e3;
        double high = count == 0 ? 0 : latencies[(int) Math.min(count - 1, Math.round(count * 0.99))] / 1e3;
        return new LoadResult(nanos / 1e9, count, failed, median, high);
    }

    String line() {
        return seconds + " " + opened + " " + failed + " " + medianMicros + " " + highMicros;
    }

    static LoadResult parse(String line) {
        String[] parts = line.split(" ");
        return new LoadResult(
                Double.parseDouble(parts[0]),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                Double.parseDouble(parts[3]),
                Double.parseDouble(parts[4]));
    }
}
