package dev.handshake.cli;

import dev.handshake.SecWebSocketKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server that answers each request with the same text, in one write. */
final class ScriptedServer implements AutoCloseable {

    private static final String KEY = "Sec-WebSocket-Key: ";

    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final String answer;

    /** In the answer, {@code ACCEPT} stands for the right value, and lines may end with LF. */
    ScriptedServer(String answer) throws IOException {
        this.answer = answer.replace("\n", "\r\n");
        Thread thread = new Thread(this::serve, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    String url(String target) {
        return "ws://127.0.0.1:" + listener.getLocalPort() + target;
    }

    String request() throws InterruptedException {
        return requests.poll(10, TimeUnit.SECONDS);
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                socket.setSoTimeout(60_000);
                answer(socket);
            } catch (IOException e) {
                // The listener was closed, or a client has left: either is looked at where the test looks.
            }
        }
    }

    private void answer(Socket socket) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        StringBuilder request = new StringBuilder();
        String accept = "";
        for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
            request.append(line).append('\n');
            if (line.startsWith(KEY)) {
                accept = SecWebSocketKey.parse(line.substring(KEY.length())).accept();
            }
        }
        requests.add(request.toString());
        socket.getOutputStream().write(answer.replace("ACCEPT", accept).getBytes(StandardCharsets.ISO_8859_1));
        socket.shutdownOutput();
        reader.readLine();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
