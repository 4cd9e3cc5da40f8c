package dev.handshake.interop.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A peer on a plain socket. */
public final class SocketPeer implements Peer {

    private final Socket socket;

    public SocketPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(Threads.BOUND_SECONDS * 1000);
    }

    @Override
    public void send(String octets) throws IOException {
        socket.getOutputStream().write(Octets.of(octets));
    }

    @Override
    public void end() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public String receive(int count) throws IOException {
        byte[] octets = socket.getInputStream().readNBytes(count);
        if (octets.length < count) {
            throw new EOFException("the end came after " + octets.length + " of " + count + " octets");
        }
        return Octets.text(octets);
    }

    @Override
    public String receiveAll() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[4096];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                all.write(buffer, 0, count);
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // A reset is an end, too. What it destroyed is then missing from what we return.
        }
        return Octets.text(all.toByteArray());
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
