package dev.handshake.interop.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the files of cases. In them a character of {@code input} is an octet. */
final class Vectors {

    private Vectors() {}

    static <T> List<T> read(String file, Function<JsonNode, T> make) {
        try (InputStream in = Vectors.class.getResourceAsStream("/dev/handshake/interop/" + file)) {
            return list(new ObjectMapper().readTree(in), make);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> List<T> list(@Nullable JsonNode array, Function<JsonNode, T> make) {
        List<T> made = new ArrayList<>();
        if (array != null) {
            array.forEach(element -> made.add(make.apply(element)));
        }
        return made;
    }

    static Kind kind(JsonNode word) {
        return Kind.valueOf(word.asText().toUpperCase(Locale.ROOT));
    }
}
