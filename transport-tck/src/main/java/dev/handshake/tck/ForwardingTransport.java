package dev.handshake.tck;

import dev.handshake.ConnectionInfo;
import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A transport that is another one, in all that a subclass does not change: for tests that watch or disturb one. As safe for
 * threads as the other one, and closed with it. What it says of the connection is what the other one says.
 */
public abstract class ForwardingTransport implements ByteTransport, ConnectionInfo {

    private final ByteTransport transport;

    /**
     * Makes a transport that is another one.
     *
     * @param transport the other one, which belongs to this one from now on
     */
    protected ForwardingTransport(ByteTransport transport) {
        this.transport = transport;
    }

    @Override
    public int read(ByteBuffer dst, Runnable retry) throws IOException {
        return transport.read(dst, retry);
    }

    @Override
    public int write(ByteBuffer src, Runnable retry) throws IOException {
        return transport.write(src, retry);
    }

    @Override
    public boolean flush(Runnable retry) throws IOException {
        return transport.flush(retry);
    }

    @Override
    public void shutdownOutput() throws IOException {
        transport.shutdownOutput();
    }

    @Override
    public boolean blocks() {
        return transport.blocks();
    }

    @Override
    public boolean mayBlock() {
        return transport.mayBlock();
    }

    @Override
    public void close() {
        transport.close();
    }

    @Override
    public Optional<SocketAddress> remoteAddress() {
        return ConnectionInfo.of(transport).remoteAddress();
    }

    @Override
    public Optional<SocketAddress> localAddress() {
        return ConnectionInfo.of(transport).localAddress();
    }

    @Override
    public boolean secure() {
        return ConnectionInfo.of(transport).secure();
    }
}
