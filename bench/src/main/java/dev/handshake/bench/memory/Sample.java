package dev.handshake.bench.memory;

import java.nio.charset.StandardCharsets;

/** The requests that are measured with. */
public enum Sample {
    /** What must be there, and no more. */
    MINIMAL(""),

    /** As a browser sends it, 521 octets with two cookies. */
    BROWSER(browserLines("")),

    /** The same with 8 KiB in all: the cookies of a large site, and what proxies add. */
    LARGE(browserLines(cookies(7600)));

    /** The key, whose answer is {@link #ACCEPT}: the example of RFC 6455, 1.3. */
    public static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    /** What answers {@link #KEY}. */
    public static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private static final int LARGE_BYTES = 8192;

    private final String more;

    Sample(String more) {
        this.more = more;
    }

    /** Returns the request as text. */
    public String text() {
        String start = "GET /chat HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + "\r\n" + more;
        return this == LARGE ? filled(start, LARGE_BYTES) : start + "\r\n";
    }

    /** Returns the request as it is sent; each call returns its own. */
    public byte[] octets() {
        return text().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns a request of so many octets, at least 400, with a last field that fills it. */
    public static byte[] ofSize(int bytes) {
        String start = MINIMAL.text();
        return filled(start.substring(0, start.length() - 2), bytes).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String filled(String start, int bytes) {
        String name = "X-Request-Trace: ";
        return start + name
                + "0123456789abcdef".repeat(bytes / 16 + 1).substring(0, bytes - start.length() - name.length() - 4)
                + "\r\n\r\n";
    }

    private static String browserLines(String cookies) {
        return "Origin: http://127.0.0.1:8080\r\n"
                + "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36\r\n"
                + "Pragma: no-cache\r\nCache-Control: no-cache\r\nAccept-Encoding: gzip, deflate, br\r\n"
                + "Accept-Language: en-GB,en;q=0.9\r\nCookie: " + cookies
                + "session=2f6d1a0c9b4e7f8a1c3d5b60e2; theme=dark\r\n"
                + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";
    }

    private static String cookies(int bytes) {
        StringBuilder cookies = new StringBuilder();
        for (int i = 0; cookies.length() < bytes; i++) {
            cookies.append("site_").append(i).append("=8c7e4b21a9f05d36c1de; ");
        }
        return cookies.toString();
    }
}
