package dev.handshake.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The process of the load. It is asked, line by line: {@code run PORT COUNT AT_ONCE}, {@code hold PORT COUNT BYTES}, {@code
 * release}.
 */
public final class LoadMain {

    private final Map<Integer, LoadLoop> loops = new HashMap<>();
    private final Held held = new Held();

    private LoadMain() {}

    /** Runs. */
    public static void main(String[] arguments) throws Exception {
        LoadMain load = new LoadMain();
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String question = questions.readLine(); question != null; question = questions.readLine()) {
            System.out.println(load.answer(question.split(" ")));
        }
        System.exit(0);
    }

    private String answer(String[] question) throws IOException {
        switch (question[0]) {
            case "run" -> {
                return loop(number(question, 1))
                        .run(number(question, 2), number(question, 3))
                        .line();
            }
            case "hold" -> held.open(number(question, 1), number(question, 2), number(question, 3));
            case "release" -> held.close();
            default -> throw new IOException("unknown question: " + question[0]);
        }
        return "done";
    }

    private LoadLoop loop(int port) throws IOException {
        LoadLoop loop = loops.get(port);
        if (loop == null) {
            loop = new LoadLoop(port);
            loops.put(port, loop);
        }
        return loop;
    }

    private static int number(String[] question, int index) {
        return Integer.parseInt(question[index]);
    }
}
