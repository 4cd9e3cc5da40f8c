package dev.handshake.conformance;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handshake.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All cases, read from the files beside this class: {@code cases/server} and {@code cases/client}, one for each topic.
 * Their form is described by {@code cases/schema.json}. Immutable and thread-safe.
 */
public final class Corpus {

    /** One file. */
    record Topic(String $schema, String about, List<ConformanceCase> cases) {}

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
            .build()
            .readerFor(Topic.class);

    private static @Nullable Corpus loaded;

    private final Map<String, String> topics;
    private final List<ConformanceCase> cases;

    private Corpus(Map<String, String> topics, List<ConformanceCase> cases) {
        this.topics = topics;
        this.cases = List.copyOf(cases);
    }

    /**
     * Returns the cases, which are read once.
     *
     * @return the corpus
     * @throws UncheckedIOException if they can't be read, which is a fault of the build
     */
    public static synchronized Corpus load() {
        if (loaded == null) {
            loaded = read();
        }
        return loaded;
    }

    private static Corpus read() {
        Map<String, String> topics = new LinkedHashMap<>();
        List<ConformanceCase> cases = new ArrayList<>();
        try {
            for (String file : files()) {
                Topic topic = topic(file);
                topics.put(file.substring(0, file.indexOf('.')), topic.about());
                cases.addAll(topic.cases());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Corpus(topics, cases);
    }

    /** The names of the files, in the order in which a handshake is read. */
    static List<String> files() throws IOException {
        try (InputStream in = open("index.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    static InputStream open(String file) throws IOException {
        InputStream in = Corpus.class.getResourceAsStream("cases/" + file);
        if (in == null) {
            throw new IOException("there is no cases/" + file);
        }
        return in;
    }

    private static Topic topic(String file) throws IOException {
        try (InputStream in = open(file)) {
            return READER.readValue(in);
        } catch (IOException | RuntimeException e) {
            throw new IOException("cases/" + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns the cases for one side.
     *
     * @param role the side under test
     * @return the cases, by topic
     */
    public List<ConformanceCase> cases(Role role) {
        return cases.stream().filter(it -> it.role() == role).toList();
    }

    /**
     * Says what a topic is about.
     *
     * @param role the side under test
     * @param group a {@link ConformanceCase#group()}
     * @return such as {@code The Host field}; the name itself if there is no such topic
     */
    public String about(Role role, String group) {
        return topics.getOrDefault((role == Role.SERVER ? "server/" : "client/") + group, group);
    }
}
