package dev.handshake.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times as people write them ({@code 500ms}, {@code 30s}, {@code 2m}), and as they read them. */
final class Durations implements ITypeConverter<Duration> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m)");

    /** The milliseconds of a socket's timeout are an int. */
    private static final Duration LONGEST = Duration.ofDays(24);

    @Override
    public Duration convert(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new TypeConversionException("a time is a number with its unit, such as 30s, 500ms or 2m");
        }
        Duration time = of(Long.parseLong(parts.group(1)), parts.group(2));
        if (time.isZero()) {
            throw new TypeConversionException("the time must be longer than zero");
        }
        if (time.compareTo(LONGEST) > 0) {
            throw new TypeConversionException("the time must be at most 24 days");
        }
        return time;
    }

    private static Duration of(long number, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
    }

    /** Writes a measured time for a person: {@code 1.2 ms}. */
    static String measured(Duration time) {
        return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
    }

    static long micros(Duration time) {
        return time.toNanos() / 1_000;
    }
}
