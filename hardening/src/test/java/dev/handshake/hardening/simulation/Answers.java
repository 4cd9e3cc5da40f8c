package dev.handshake.hardening.simulation;

import dev.handshake.SecWebSocketKey;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server may answer: a good response or a bad one, perhaps with interim ones in front and a frame behind. */
record Answers(String template) {

    static final String FRAME = "\u0081\u0005frame of the server";

    private static final Pattern KEY = Pattern.compile("Sec-WebSocket-Key: (\\S+)");
    private static final String GOOD = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n";

    private static final List<String> RESPONSES = List.of(
            GOOD + "\r\n",
            GOOD + "\r\n",
            GOOD + "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n",
            GOOD + "Sec-WebSocket-Protocol: unheard-of\r\n\r\n",
            GOOD.replace("{accept}", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") + "\r\n",
            GOOD.replace("101", "200") + "Content-Length: 4\r\n\r\nbody",
            "HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\nnot here.",
            "HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nno!\r\n4;x=y\r\n no!\r\n0\r\n\r\n",
            "HTTP/1.1 503 Service Unavailable\r\n\r\nup to the end",
            "HTTP/1.1 401 Unauthorized\r\nContent-Length: 99\r\n\r\nless than said",
            "HTTP/1.1 204 No Content\r\n\r\n",
            "HTTP/1.1 abc\r\n\r\n",
            "\u0015\u0003\u0003\u0000\u0002\u0002\u0028");

    static Answers some(RandomGenerator random) {
        StringBuilder sent = new StringBuilder();
        for (int i = random.nextInt(5) == 0 ? random.nextInt(4) : 0; i > 0; i--) {
            sent.append("HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n");
        }
        sent.append(RESPONSES.get(random.nextInt(RESPONSES.size())));
        if (random.nextInt(3) == 0) {
            sent.append(FRAME);
        }
        if (random.nextInt(8) == 0) {
            sent.setLength(random.nextInt(sent.length() + 1));
        }
        return new Answers(sent.toString());
    }

    /** The answer to the request at hand. */
    String to(String request) {
        Matcher key = KEY.matcher(request);
        String accept = key.find() ? SecWebSocketKey.parse(key.group(1)).accept() : "";
        return template.replace("{accept}", accept);
    }
}
