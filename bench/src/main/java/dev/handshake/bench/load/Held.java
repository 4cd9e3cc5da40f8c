package dev.handshake.bench.load;

import dev.handshake.bench.memory.Sample;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections that are held open: upgraded, silent, or with a part of a request sent. */
final class Held implements Closeable {

    private final List<SocketChannel> channels = new ArrayList<>();

    /** Opens {@code count} of them; sends so many octets on each, and waits for the answer if that is all of the request. */
    void open(int port, int count, int requestBytes) throws IOException {
        byte[] request = Sample.BROWSER.text().replace(":8080", ":" + port).getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer sent = ByteBuffer.wrap(request, 0, Math.min(requestBytes, request.length));
        ByteBuffer response = ByteBuffer.allocate(4096);
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channels.add(channel);
            channel.write(sent.rewind());
            if (requestBytes >= request.length && channel.read(response.clear()) <= 0) {
                throw new IOException("the server has left");
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        }
        channels.clear();
    }
}
