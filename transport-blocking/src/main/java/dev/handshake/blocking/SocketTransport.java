package dev.handshake.blocking;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
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

    SocketTransport(Socket socket, Consumer<? super BlockingTransport> onClose) throws IOException {
        super(socket.getInputStream(), socket.getOutputStream(), socket, onClose);
        this.socket = socket;
        this.local = socket.getLocalSocketAddress();
        this.remote = socket.getRemoteSocketAddress();
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
