package dev.handshake.tls;

import dev.handshake.ConnectionInfo;
import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS over any transport, in either role. It waits exactly if the transport below does, and keeps the rules T1 to T14 of
 * {@link ByteTransport} if that one keeps them.
 *
 * <p><b>The TLS handshake</b> happens within the first {@code read}, {@code write} or {@code flush}, and those that
 * follow; {@code flush} answers true only when it is done. There is no time limit here: that is for whoever has the
 * deadline, who then closes.
 *
 * <p><b>Threads.</b> One thread may read while another writes, also while one of them waits below. The engine's dear work
 * (certificates and keys, in the order of milliseconds) is done in the calling thread, on a selector loop's too.
 *
 * <p><b>Failures.</b> What breaks TLS is a {@link TlsException}; an alert for the peer is written first, as far as there is
 * room at once. All later calls throw the same again, except that after {@link #close()} it is a
 * {@link ClosedChannelException}. What breaks below comes through as it is.
 *
 * <p><b>Memory.</b> Besides what the engine holds, there is a buffer only while it has bytes in it, except that a thread
 * that waits in {@code read} holds 2 kB. The largest record makes it about 17 kB for each direction.
 */
public final class TlsTransport implements ByteTransport, ConnectionInfo {

    private static final Logger log = LoggerFactory.getLogger(TlsTransport.class);
    private static final Runnable NOTHING = () -> {};

    private final ByteTransport below;
    private final SSLEngine engine;
    private final boolean waits;
    private final Conversation talk;

    // Entered in this order. After the handshake a read needs the second only, and a write the third.
    private final Gate handshaking;
    private final Gate reading;
    private final Gate writing;

    private final Kept reader = new Kept();
    private final Kept writer = new Kept();

    private final Usable usable = new Usable();

    /** The TLS handshake is done. */
    private volatile boolean open;

    private TlsTransport(ByteTransport below, SSLEngine engine) {
        this.below = below;
        this.engine = engine;
        this.waits = below.blocks();
        this.handshaking = new Gate(waits);
        this.reading = new Gate(waits);
        this.writing = new Gate(waits);
        this.talk = new Conversation(engine, below, writing, this::readable, this::writable);
    }

    /**
     * Makes the client's side, which verifies the server's certificate and that it is for {@code host}.
     *
     * @param below the connection, which this transport owns from now on
     * @param context whom to trust, and our own certificates if there are any
     * @param host the server's DNS name or IP address, an IPv6 one with or without brackets; a name is also sent (SNI, RFC
     *     6066, section 3)
     * @param port the server's port, a hint for the resumption of sessions
     * @return the transport; the caller closes it
     */
    public static TlsTransport client(ByteTransport below, SSLContext context, String host, int port) {
        return client(below, context, host, port, new SSLParameters());
    }

    /**
     * Makes the client's side with parameters of the caller's. The name to send and the verification of the host are
     * theirs unless null; an empty string as {@code endpointIdentificationAlgorithm} switches the latter off. Without any
     * application protocol, {@code http/1.1} is offered. Versions other than TLS 1.2 and 1.3 are taken out.
     *
     * @param below the connection, which this transport owns from now on
     * @param context whom to trust, and our own certificates if there are any
     * @param host the server's DNS name or IP address
     * @param port the server's port, a hint for the resumption of sessions
     * @param parameters copied; later changes have no effect
     * @return the transport; the caller closes it
     * @throws IllegalArgumentException if neither TLS 1.2 nor TLS 1.3 is among the versions
     */
    public static TlsTransport client(
            ByteTransport below, SSLContext context, String host, int port, SSLParameters parameters) {
        return new TlsTransport(below, Engines.client(context, host, port, parameters));
    }

    /**
     * Makes the server's side, which asks for no client certificate.
     *
     * @param below the connection, which this transport owns from now on
     * @param context our certificate and key
     * @return the transport; the caller closes it
     */
    public static TlsTransport server(ByteTransport below, SSLContext context) {
        return server(below, context, new SSLParameters());
    }

    /**
     * Makes the server's side with parameters of the caller's. If they name no application protocols, it is
     * {@code http/1.1} that is chosen if the client offers any. Versions other than TLS 1.2 and 1.3 are taken out.
     *
     * @param below the connection, which this transport owns from now on
     * @param context our certificate and key
     * @param parameters copied; later changes have no effect
     * @return the transport; the caller closes it
     * @throws IllegalArgumentException if neither TLS 1.2 nor TLS 1.3 is among the versions
     */
    public static TlsTransport server(ByteTransport below, SSLContext context, SSLParameters parameters) {
        return new TlsTransport(below, Engines.server(context, parameters));
    }

    /**
     * Makes a transport over an engine that the caller has set up, with its role and all its parameters: a client's
     * verifies the host only if told so. Only versions other than TLS 1.2 and 1.3 are taken out.
     *
     * @param below the connection, which this transport owns from now on
     * @param engine one that has not begun its handshake; this transport owns it from now on
     * @return the transport; the caller closes it
     * @throws IllegalArgumentException if neither TLS 1.2 nor TLS 1.3 is among the versions
     */
    public static TlsTransport of(ByteTransport below, SSLEngine engine) {
        return new TlsTransport(below, Engines.withoutOldVersions(engine));
    }

    /**
     * {@inheritDoc}
     *
     * @throws TlsException if TLS failed; with {@link TlsFailure#TRUNCATED} if the connection ended without the peer's
     *     close_notify
     */
    @Override
    public int read(ByteBuffer dst, Runnable retry) throws IOException {
        Objects.requireNonNull(retry, "retry");
        if (dst.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        usable.check();
        return dst.hasRemaining() ? perform(reading, reader, retry, () -> talk.receive(dst)) : 0;
    }

    /**
     * {@inheritDoc}
     *
     * @throws TlsException if TLS failed
     */
    @Override
    public int write(ByteBuffer src, Runnable retry) throws IOException {
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(src, "src");
        usable.check();
        if (talk.isEnding()) {
            throw new IOException("the output was shut down");
        }
        return src.hasRemaining() ? perform(writing, writer, retry, () -> talk.send(src)) : 0;
    }

    /**
     * Does the TLS handshake if it is not done yet, and pushes out what {@link #write} took.
     *
     * @throws TlsException if TLS failed
     */
    @Override
    public boolean flush(Runnable retry) throws IOException {
        Objects.requireNonNull(retry, "retry");
        usable.check();
        return perform(writing, writer, retry, () -> talk.settle() ? 1 : 0) > 0;
    }

    /**
     * Sends close_notify (RFC 8446, section 6.1), behind it ends the output below, and does so later if there is no room
     * now or the TLS handshake is not done. Reading goes on, but in TLS 1.2 (RFC 5246, section 7.2.1) a peer sends
     * nothing any more once it has read our end, a peer of this class neither.
     */
    @Override
    public void shutdownOutput() throws IOException {
        usable.check();
        talk.end();
        if (open) {
            perform(writing, new Kept(), NOTHING, () -> talk.settle() ? 1 : 0);
        }
    }

    @Override
    public boolean blocks() {
        return waits;
    }

    @Override
    public boolean mayBlock() {
        return below.mayBlock();
    }

    /**
     * {@inheritDoc} A close_notify goes out first if there is room at once. Over a transport that blocks nobody can know
     * that, so there only {@link #shutdownOutput} sends it, and should be called before.
     */
    @Override
    public void close() {
        if (!usable.close()) {
            return;
        }
        try {
            if (!waits && open && !usable.hasFailed()) {
                sayGoodbye();
            }
        } finally {
            below.close();
            wakeBoth();
        }
    }

    /**
     * Returns the protocol that ALPN (RFC 7301) came to.
     *
     * @return such as {@code http/1.1}; empty if there is none, or the TLS handshake is not done
     */
    public Optional<String> applicationProtocol() {
        return Optional.ofNullable(engine.getApplicationProtocol()).filter(name -> open && !name.isEmpty());
    }

    /**
     * Returns the session: version, cipher suite, certificates.
     *
     * @return the engine's session, which is valid once the TLS handshake is done; its version is NONE before
     */
    public SSLSession session() {
        return engine.getSession();
    }

    @Override
    public boolean secure() {
        return true;
    }

    @Override
    public Optional<SocketAddress> remoteAddress() {
        return ConnectionInfo.of(below).remoteAddress();
    }

    @Override
    public Optional<SocketAddress> localAddress() {
        return ConnectionInfo.of(below).localAddress();
    }

    @Override
    public String toString() {
        return "TLS over " + below;
    }

    /** What one of the three calls does behind its gate: an answer above 0, below 0, or 0 for not now. */
    private interface Step {
        int run() throws IOException;
    }

    /** Goes through the handshake and a gate. The retry is kept first, so that no event falls in between. */
    private int perform(Gate gate, Kept kept, Runnable retry, Step step) throws IOException {
        if (!waits) {
            kept.keep(retry);
        }
        int answer = -1;
        try {
            answer = handshake(kept) && gate.enter() ? within(gate, step) : 0;
            if (!waits) {
                payDebts();
            }
            return answer;
        } catch (TlsException e) {
            throw failed(e);
        } finally {
            if (answer != 0) {
                kept.forget(retry);
            }
        }
    }

    private int within(Gate gate, Step step) throws IOException {
        try {
            usable.check();
            return step.run();
        } finally {
            leave(gate);
        }
    }

    /** Leaves a gate, and looks after those who were turned away from it. */
    private void leave(Gate gate) {
        if (gate.leave()) {
            payDebts();
            wakeBoth();
        }
    }

    /** Does as much of the handshake as can be done now, and tells whether it is done. */
    private boolean handshake(Kept kept) throws IOException {
        if (open) {
            return true;
        }
        if (!handshaking.enter()) {
            return false;
        }
        boolean turnedAway;
        try {
            usable.check();
            open = open || talk.shakeHands();
        } finally {
            turnedAway = handshaking.leave();
        }
        if (open || turnedAway) {
            (kept == reader ? writer : reader).run();
        }
        payDebts();
        return open;
    }

    /** Sends what is owed, as far as there is room, on behalf of nobody. Who has a call to make hears of a failure there. */
    private void payDebts() {
        if (!talk.owes() || !open || usable.isClosed() || !writing.enterNow()) {
            return;
        }
        try {
            talk.settle();
        } catch (IOException | RuntimeException e) {
            log.debug("{} could not send what it owes", this, e);
        } finally {
            leave(writing);
        }
    }

    private TlsException failed(TlsException e) {
        if (usable.fail(e)) {
            sayGoodbye();
            wakeBoth();
        }
        return usable.failure();
    }

    /** Sends the alert that is due, be it of a failure or a close_notify, unless a write is at work. */
    private void sayGoodbye() {
        if (!writing.enterNow()) {
            return;
        }
        try {
            talk.sayGoodbye();
        } catch (IOException | RuntimeException e) {
            log.debug("{} could not send its last alert", this, e);
        } finally {
            leave(writing);
        }
    }

    /** The retry of reading below. */
    private void readable() {
        reader.run();
        if (!open) {
            writer.run();
        }
    }

    /** The retry of writing below. */
    private void writable() {
        payDebts();
        writer.run();
        if (!open) {
            reader.run();
        }
    }

    private void wakeBoth() {
        reader.run();
        writer.run();
    }
}
