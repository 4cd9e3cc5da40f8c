package dev.handshake.blocking;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;

/**
 * Over a socket, by its streams: unlike a channel's calls, they are not closed by an interrupt of a platform thread, and
 * know the socket's read timeout.
 */
final class SocketTransport extends StreamTransport {

    final Socket socket;

    // Kept, since a closed socket has forgotten its own address.
    private final SocketAddress local;
    private final SocketAddress remote;

    /**
     * Whether {@code TCP_NODELAY} is still to be set. What the option prevents is a small write waiting behind an earlier
     * one that is not acknowledged; the first write has none before it, and for many connections it is the only one. So
     * the system call is made before the second. Used by the writing thread only, like the next.
     */
    private boolean noDelayWanted;

    private boolean written;

    SocketTransport(Socket socket, Consumer<? super BlockingTransport> onClose) throws IOException {
        this(socket, socket.getLocalSocketAddress(), false, onClose);
    }

    /**
     * Makes a transport of a socket whose own address is known, which it costs two system calls to ask for.
     *
     * @param noDelay whether to set {@code TCP_NODELAY} when it makes a difference; else the option stays as it is
     */
    SocketTransport(Socket socket, SocketAddress local, boolean noDelay, Consumer<? super BlockingTransport> onClose)
            throws IOException {
        super(socket.getInputStream(), socket.getOutputStream(), socket, onClose);
        this.socket = socket;
        this.local = local;
        this.remote = socket.getRemoteSocketAddress();
        this.noDelayWanted = noDelay;
    }

    @Override
    int send(ByteBuffer src) throws IOException {
        if (noDelayWanted && written) {
            noDelayWanted = false;
            socket.setTcpNoDelay(true);
        }
        written = true;
        return super.send(src);
    }

    @Override
    void closeOutput(OutputStream out) throws IOException {
        // The stream's own close would close the whole socket.
        socket.shutdownOutput();
    }

    @Override
    public Optional<SocketAddress> remoteAddress() {
        return Optional.of(remote);
    }

    @Override
    public Optional<SocketAddress> localAddress() {
        return Optional.of(local);
    }

    @Override
    public boolean secure() {
        return socket instanceof SSLSocket;
    }

    @Override
    public String toString() {
        return shown(local, remote);
    }
}
