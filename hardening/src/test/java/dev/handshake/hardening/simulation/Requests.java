package dev.handshake.hardening.simulation;

import java.util.List;
import java.util.random.RandomGenerator;

/** What a client may send: good and bad requests, one after the other, and frames behind. */
final class Requests {

    static final String FRAME = "\u0081\u0085\1\2\3\4frame of the client";

    private static final String MORE_THAN_A_HEAD = "z".repeat(18_000);

    static final String GOOD = "GET /chat HTTP/1.1\r\nHost: a.example\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    private static final List<String> REQUESTS = List.of(
            GOOD + "\r\n",
            GOOD + "\r\n",
            GOOD + "Sec-WebSocket-Protocol: chat, superchat\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n",
            GOOD + "Expect: 100-continue\r\n\r\n",
            GOOD + "Content-Length: 5\r\n\r\nhello",
            GOOD + "Origin: https://elsewhere.example\r\n\r\n",
            GOOD + "X: " + "long ".repeat(450) + "\r\n\r\n",
            GOOD.replace("Version: 13", "Version: 8") + "\r\n",
            GOOD.replace("Key: dGhl", "Key: ") + "\r\n",
            GOOD.replace("Connection: Upgrade", "Connection: close") + "\r\n",
            "GET /health HTTP/1.1\r\nHost: a.example\r\n\r\n",
            "HEAD / HTTP/1.1\r\nHost: a.example\r\n\r\n",
            "GET / HTTP/1.0\r\n\r\n",
            "no HTTP at all\r\n\r\nreally",
            "\u0016\u0003\u0001\u0000\u0090\u0001\u0000\u0000\u008c\u0003\u0003");

    private Requests() {}

    static String some(RandomGenerator random) {
        StringBuilder sent = new StringBuilder();
        int requests = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 1;
        for (int i = 0; i < requests; i++) {
            sent.append(REQUESTS.get(random.nextInt(REQUESTS.size())));
        }
        if (random.nextInt(3) == 0) {
            sent.append(FRAME).append(random.nextInt(10) == 0 ? MORE_THAN_A_HEAD : "");
        }
        if (random.nextInt(8) == 0) {
            sent.setLength(random.nextInt(sent.length() + 1));
        }
        for (int i = random.nextInt(10) == 0 ? 1 + random.nextInt(3) : 0; i > 0 && sent.length() > 0; i--) {
            sent.setCharAt(random.nextInt(sent.length()), (char) random.nextInt(256));
        }
        return sent.toString();
    }
}
