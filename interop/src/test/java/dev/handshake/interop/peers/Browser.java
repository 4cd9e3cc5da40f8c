package dev.handshake.interop.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handshake.interop.wire.Program;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Chromium with one page in it, driven over its DevTools protocol as a user would: keys, and what is to be seen. */
final class Browser implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BOUND_SECONDS = 30;

    private final Program chromium;
    private final WebSocket tools;
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();

    private Browser(Program chromium, String port) throws Exception {
        this.chromium = chromium;
        HttpClient http = HttpClient.newHttpClient();
        URI pages = URI.create("http://127.0.0.1:" + port + "/json");
        JsonNode targets = JSON.readTree(http.send(HttpRequest.newBuilder(pages).build(), BodyHandlers.ofString())
                .body());
        URI page = null;
        for (JsonNode target : targets) {
            if (target.get("type").asText().equals("page")) {
                page = URI.create(target.get("webSocketDebuggerUrl").asText());
            }
        }
        this.tools = http.newWebSocketBuilder().buildAsync(page, new Listener()).get(BOUND_SECONDS, TimeUnit.SECONDS);
        // Without it, the page of a headless browser never has the keyboard's focus.
        call("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
    }

    /** The options that each test of ours gives to Chromium. */
    static List<String> command(Path profile) {
        return new ArrayList<>(List.of(
                Debian.program("chromium", "/usr/bin/chromium"),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile));
    }

    static Browser start(Path profile) throws Exception {
        List<String> command = command(profile);
        command.addAll(List.of("--remote-debugging-port=0", "about:blank"));
        Program chromium = Program.start(command, Map.of());
        try {
            String line = chromium.await(each -> each.contains("DevTools listening on ws://"));
            return new Browser(chromium, line.replaceFirst(".*ws://127\\.0\\.0\\.1:(\\d+)/.*", "$1"));
        } catch (Exception | Error e) {
            chromium.close();
            throw e;
        }
    }

    JsonNode call(String method, Map<String, ?> parameters) throws Exception {
        int id = calls.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode call = JSON.createObjectNode().put("id", id).put("method", method);
        call.set("params", JSON.valueToTree(parameters));
        tools.sendText(call.toString(), true).get(BOUND_SECONDS, TimeUnit.SECONDS);
        return answer.get(BOUND_SECONDS, TimeUnit.SECONDS);
    }

    /** Goes to a page and waits until its script has run. */
    void open(String url) throws Exception {
        call("Page.navigate", Map.of("url", url));
        await("location.href === '" + url + "' && document.readyState === 'complete'");
    }

    /** Returns what an expression is in the page. */
    JsonNode evaluate(String expression) throws Exception {
        JsonNode answer =
                call("Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.get("result").path("value");
    }

    String text(String selector) throws Exception {
        return evaluate("document.querySelector('" + selector + "')?.innerText ?? ''")
                .asText();
    }

    /** Waits until an expression is true in the page, which looks at it again and again by itself. */
    void await(String expression) throws Exception {
        boolean done = evaluate("new Promise(tell => { const end = performance.now() + 20000;"
                        + " const look = () => (" + expression + ") ? tell(true)"
                        + " : performance.now() > end ? tell(false) : setTimeout(look, 20); look(); })")
                .asBoolean();
        if (!done) {
            throw new AssertionError("never came true: " + expression + "; the page: " + text("body"));
        }
    }

    /** Presses and releases a key, named as DOM names it. */
    void press(String key) throws Exception {
        int code = Map.of("Tab", 9, "Enter", 13, "End", 35, "Home", 36, "ArrowUp", 38, "ArrowDown", 40)
                .get(key);
        String text = key.equals("Enter") ? "\r" : "";
        call(
                "Input.dispatchKeyEvent",
                Map.of("type", "keyDown", "key", key, "code", key, "windowsVirtualKeyCode", code, "text", text));
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "code", key, "windowsVirtualKeyCode", code));
    }

    /** Presses Tab until what has the focus matches a selector. */
    void tabTo(String selector) throws Exception {
        for (int i = 0; i < 60; i++) {
            if (evaluate("document.activeElement.matches('" + selector + "')").asBoolean()) {
                return;
            }
            press("Tab");
        }
        throw new AssertionError("Tab does not get to " + selector);
    }

    @Override
    public void close() {
        tools.abort();
        chromium.close();
    }

    /** Gives each answer to its call; events are of no interest. */
    private final class Listener implements WebSocket.Listener {

        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                receive(message.toString());
                message.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void receive(String text) {
            try {
                JsonNode received = JSON.readTree(text);
                CompletableFuture<JsonNode> waiting =
                        answers.remove(received.path("id").asInt());
                if (waiting != null && received.has("result")) {
                    waiting.complete(received.get("result"));
                } else if (waiting != null) {
                    waiting.completeExceptionally(new AssertionError(text));
                }
            } catch (Exception e) {
                throw new AssertionError(text, e);
            }
        }
    }
}
