package dev.handshake.examples;

import dev.handshake.ConnectionInfo;
import dev.handshake.HandshakeRequest;
import dev.handshake.HandshakeResponse;
import dev.handshake.ServerHandshaker;
import dev.handshake.blocking.BlockingTransport;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Collections;

/**
 * A servlet whose container reads the request and writes the response. So the handshaker only says what the response is,
 * {@link ServerHandshaker#evaluate}; the container sends it and hands over the connection. What speaks WebSocket then goes
 * on over a transport of the container's streams. It echoes bytes.
 */
public final class InsideAServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    private final transient ServerHandshaker handshaker;

    /**
     * Makes the servlet.
     *
     * @param handshaker its rules, and who decides
     */
    public InsideAServlet(ServerHandshaker handshaker) {
        this.handshaker = handshaker;
    }

    /** {@inheritDoc} Whatever the method is: what is no handshake gets its refusal here, too. */
    @Override
    protected void service(HttpServletRequest http, HttpServletResponse answer) throws IOException, ServletException {
        HandshakeResponse response = handshaker.evaluate(handshakeRequest(http));
        answer.setStatus(response.status());
        response.headers().forEach(answer::addHeader);
        if (response.status() == HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
            http.upgrade(Echo.class); // which sends the 101 once this method has returned
        } else {
            answer.getOutputStream().write(response.body());
        }
    }

    private static HandshakeRequest handshakeRequest(HttpServletRequest http) {
        String query = http.getQueryString();
        HandshakeRequest.Builder request = HandshakeRequest.builder(
                http.getMethod(), query == null ? http.getRequestURI() : http.getRequestURI() + '?' + query);
        String version = http.getProtocol(); // HTTP/1.1
        request.httpVersion(version.charAt(5) - '0', version.charAt(7) - '0');
        for (String name : Collections.list(http.getHeaderNames())) {
            Collections.list(http.getHeaders(name)).forEach(value -> request.header(name, value));
        }
        boolean secure = http.isSecure();
        return request.connection(
                        new ConnectionInfo() { // an origin is compared with https, if this is
                            @Override
                            public boolean secure() {
                                return secure;
                            }
                        })
                .build();
    }

    /** The connection after the handshake. The container makes it, so it is public and has such a constructor. */
    public static final class Echo implements HttpUpgradeHandler {

        /** Makes the handler. */
        public Echo() {}

        /** {@inheritDoc} On a thread of the container's, which it may hold as a servlet does. */
        @Override
        public void init(WebConnection connection) {
            try (BlockingTransport transport =
                    BlockingTransport.of(connection.getInputStream(), connection.getOutputStream(), () -> {
                        try {
                            connection.close();
                        } catch (IOException e) {
                            throw e;
                        } catch (Exception e) {
                            throw new IOException(e);
                        }
                    })) {
                Runnable never = () -> {}; // a transport that blocks needs no retry
                ByteBuffer buffer = ByteBuffer.allocate(1024);
                while (transport.read(buffer.clear(), never) >= 0) {
                    buffer.flip();
                    while (buffer.hasRemaining()) {
                        transport.write(buffer, never);
                    }
                    transport.flush(never);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** {@inheritDoc} */
        @Override
        public void destroy() {}
    }
}
