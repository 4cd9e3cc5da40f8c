package dev.handshake.peers;

/** A server in another language. */
record ScriptServer(Script.Language language) implements ServerPeer {

    @Override
    public Listening listen(int port, boolean deflate) throws Exception {
        Script script = Script.start(language, "server", Integer.toString(port), deflate ? "deflate" : "");
        try {
            return Listening.of(Integer.parseInt(script.answer()), script::close);
        } catch (Exception e) {
            script.close();
            throw e;
        }
    }
}
