package dev.handshake.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The process of the load for an echo. It is asked, line by line: {@code run PORT plain|deflate BYTES COUNT WARM_UP AT_ONCE},
 * answered by nanoseconds; {@code hold PORT plain|deflate BYTES COUNT}, which opens connections and has a message go over
 * each; {@code release}.
 */
public final class EchoLoadMain {

    private final List<EchoLoad> held = new ArrayList<>();

    private EchoLoadMain() {}

    /** Runs. */
    public static void main(String[] arguments) throws Exception {
        EchoLoadMain load = new EchoLoadMain();
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String question = questions.readLine(); question != null; question = questions.readLine()) {
            System.out.println(load.answer(question.split(" ")));
        }
        System.exit(0);
    }

    private String answer(String[] question) throws IOException {
        if (question[0].equals("release")) {
            for (EchoLoad each : held) {
                each.close();
            }
            held.clear();
            return "done";
        }
        int port = Integer.parseInt(question[1]);
        boolean deflate = question[2].equals("deflate");
        int bytes = Integer.parseInt(question[3]);
        int count = Integer.parseInt(question[4]);
        try {
            if (question[0].equals("hold")) {
                held.add(new EchoLoad(port, deflate, bytes, count));
                return Long.toString(held.get(held.size() - 1).run(count));
            }
            try (EchoLoad load = new EchoLoad(port, deflate, bytes, Integer.parseInt(question[6]))) {
                load.run(Integer.parseInt(question[5]));
                return Long.toString(load.run(count));
            }
        } catch (IOException | UncheckedIOException e) {
            return String.valueOf(e).replaceAll("\\s+", " ");
        }
    }
}
