package dev.handshake.peers;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/** A client in another language: one process for all its handshakes. */
final class ScriptClient implements ClientPeer {

    private final Script script;

    ScriptClient(Script.Language language) throws IOException {
        script = Script.start(language, "client");
    }

    @Override
    public void open(URI uri, List<String> subprotocols, String extensions) throws Exception {
        script.ask(String.join(
                " ", uri.toString(), String.join(",", subprotocols), extensions.isEmpty() ? "" : "deflate"));
        String answer = script.answer();
        if (!answer.equals("open")) {
            throw new Refused(answer);
        }
    }

    @Override
    public void close() throws IOException {
        script.close();
    }

    /** The words of a library that has no exceptions of ours. */
    private static final class Refused extends IOException {

        private static final long serialVersionUID = 1;

        Refused(String words) {
            super(words);
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }
}
