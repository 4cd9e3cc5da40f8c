package dev.handshake.tck;

import static dev.handshake.tck.Examination.examine;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.handshake.ConnectionInfo;
import dev.handshake.Established;
import dev.handshake.spi.ByteTransport;
import dev.handshake.tls.TlsTransport;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * What the handshakers do over a transport, in both roles, waiting and asynchronous: no byte is lost where one layer's
 * bytes end and the next one's begin, and wherever it breaks, it ends. A test class implements this beside {@link
 * ByteTransportContract}; both are served by the one {@link #open()}.
 *
 * <p>There is no rule here that a transport has to keep beyond T1 to T14. So if one of these is red and those are all
 * green, the fault may be ours, or a rule has no test that sees it: please tell us.
 */
public interface HandshakeContract extends TransportUnderTest {

    /**
     * The peer sends its request and a frame in one piece, and a server accepts. If red: bytes behind a message's end are
     * kept by whoever read them, and come first when the connection is read from again.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void keepsWhatComesWithTheRequest() throws Exception {
        for (Handshaking style : Handshaking.values()) {
            examine(this, x -> {
                CompletableFuture<Established> accepted = style.accept(x, x.tested);
                x.far.send(Handshaking.REQUEST + "frame");
                assertEquals("frame", x.party(x.open(accepted)).receiveText(5), "what came with the request");
                assertTrue(x.far.receiveHead().startsWith("HTTP/1.1 101 "), "the answer");
            });
        }
    }

    /**
     * The peer sends its 101 and a frame in one piece, and a client opens. If red: as with the request.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void keepsWhatComesWithTheAnswer() throws Exception {
        for (Handshaking style : Handshaking.values()) {
            examine(this, x -> {
                CompletableFuture<Established> opened = style.open(x, x.tested);
                x.far.send(Handshaking.answer(x.far.receiveHead()) + "frame");
                assertEquals("frame", x.party(x.open(opened)).receiveText(5), "what came with the answer");
            });
        }
    }

    /**
     * A proxy sends its 200 and the first line of the server's answer in one piece. If red: what is behind the head of a
     * proxy's answer is the tunnel's already.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void keepsWhatComesWithAProxysAnswer() throws Exception {
        for (Handshaking style : Handshaking.values()) {
            examine(this, x -> {
                CompletableFuture<Established> opened = style.connect(x, x.tested, URI.create("ws://far.invalid/chat"));
                assertTrue(x.far.receiveHead().startsWith("CONNECT far.invalid:80 "), "what the proxy is asked");
                String line = "HTTP/1.1 101 Switching Protocols\r\n";
                x.far.send("HTTP/1.1 200 OK\r\n\r\n" + line);
                String rest = Handshaking.answer(x.far.receiveHead()).substring(line.length());
                x.far.send(rest + "frame");
                assertEquals("frame", x.party(x.open(opened)).receiveText(5), "what came behind the answer");
            });
        }
    }

    /**
     * The peer sends the last record of its TLS handshake and its first data in one piece. If red: what is read below TLS
     * may hold more than the record that was waited for.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void keepsWhatComesWithTheLastRecordOfTls() throws Exception {
        for (String version : new String[] {TlsOver.TLS_1_2, TlsOver.TLS_1_3}) {
            for (boolean client : new boolean[] {true, false}) {
                examine(this, x -> {
                    assumeFalse(ConnectionInfo.of(x.tested).secure(), "TLS is there already");
                    ByteTransport gathering = new GatheringTransport(x.peer);
                    TlsTransport far = client ? TlsOver.server(gathering) : TlsOver.client(gathering, version);
                    TlsTransport near = client ? TlsOver.client(x.tested, version) : TlsOver.server(x.tested);
                    Task peer = x.start("peer", () -> {
                        x.party(far).send("frame");
                        x.party(far).discardAll();
                    });
                    x.party(near).flush();
                    assertEquals("frame", x.party(near).receiveText(5), "what came with the last record");
                    near.close();
                    x.await(peer);
                });
            }
        }
    }

    /**
     * Both sides move a byte in each call. If red: messages come in any pieces, and each call must go on where the last
     * one ended.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void opensByteByByte() throws Exception {
        for (Handshaking style : Handshaking.values()) {
            examine(this, x -> {
                CompletableFuture<Established> accepted = style.accept(x, new ChunkingTransport(x.tested));
                Party far = x.party(new ChunkingTransport(x.peer));
                far.send(Handshaking.REQUEST + "frame");
                assertEquals("frame", x.party(x.open(accepted)).receiveText(5), "what came with the request");
                assertTrue(far.receiveHead().startsWith("HTTP/1.1 101 "), "the answer");
            });
            examine(this, x -> {
                CompletableFuture<Established> opened = style.open(x, new ChunkingTransport(x.tested));
                Party far = x.party(new ChunkingTransport(x.peer));
                far.send(Handshaking.answer(far.receiveHead()) + "frame");
                assertEquals("frame", x.party(x.open(opened)).receiveText(5), "what came with the answer");
            });
        }
    }

    /**
     * A server accepts while each operation on its transport fails in turn: the first, the second, and so on until one
     * run needs no more. If red: a failure ends all, once; see {@link FailingTransport}.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void acceptingEndsWhereverItBreaks() throws Exception {
        breakEverywhere(Handshaking::accept, far -> {
            far.send(Handshaking.REQUEST);
            far.discardAll();
        });
    }

    /**
     * A client opens while each operation on its transport fails in turn. If red: as for a server.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void openingEndsWhereverItBreaks() throws Exception {
        breakEverywhere(Handshaking::open, far -> {
            String request = far.receiveHead();
            if (request.endsWith("\r\n\r\n")) {
                far.send(Handshaking.answer(request));
            }
            far.discardAll();
        });
    }

    private void breakEverywhere(Handshaking.Verb verb, Handshaking.OtherSide otherSide) throws Exception {
        for (Handshaking style : Handshaking.values()) {
            boolean[] fired = {true};
            for (int place = 0; fired[0]; place++) {
                int failAt = place;
                examine(this, x -> fired[0] = breakAt(x, failAt, style, verb, otherSide));
                if (place == Handshaking.MOST_PLACES) {
                    fail(style + ": still unfinished after " + place + " operations");
                }
            }
        }
    }

    private static boolean breakAt(
            Examination x, int failAt, Handshaking style, Handshaking.Verb verb, Handshaking.OtherSide otherSide)
            throws Exception {
        FailingTransport failing = new FailingTransport(x.tested, failAt);
        Task other = x.start("the other side", () -> {
            try {
                otherSide.speak(x.far);
            } catch (IOException e) {
                // It was broken off, as told.
            }
        });
        CompletableFuture<Established> result = verb.start(style, x, failing);
        Throwable failure = x.failure(result);
        String where = style + ", broken at operation " + failAt;
        assertEquals(failing.fired(), failure instanceof IOException, where + ": whether it fails, with " + failure);
        if (failure == null) {
            result.join().transport().close();
        }
        assertTrue(failing.closed(), where + ": whether it was closed");
        x.await(other);
        assertEquals(1, x.reports.size(), where + ": reports");
        return failing.fired();
    }
}
