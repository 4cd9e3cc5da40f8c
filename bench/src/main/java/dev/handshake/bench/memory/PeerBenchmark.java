package dev.handshake.bench.memory;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.nio.ByteBuffer;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Role;
import org.java_websocket.exceptions.InvalidHandshakeException;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.HandshakeImpl1Server;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The same work done by others, as far as they can be driven in memory: the browser's request, accepted. */
@State(Scope.Thread)
public class PeerBenchmark {

    private final byte[] request = Sample.BROWSER.octets();
    private final Draft draft = new Draft_6455();
    private final byte[] answer = new byte[1024];
    private final NettyParts netty = new NettyParts();
    private FullHttpRequest parsed = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/chat");

    /** Has Netty parse the request once. */
    @Setup
    public void parse() {
        EmbeddedChannel channel = new EmbeddedChannel(new HttpServerCodec(), new HttpObjectAggregator(65536));
        channel.writeInbound(Unpooled.wrappedBuffer(request));
        parsed = channel.readInbound();
    }

    /** Netty: codec, aggregator and handshaker in a pipeline of their own, as each connection has one. */
    @Benchmark
    public int nettyPipeline() {
        EmbeddedChannel channel = new EmbeddedChannel(
                new HttpServerCodec(), new HttpObjectAggregator(65536), new WebSocketServerProtocolHandler("/chat"));
        channel.writeInbound(Unpooled.wrappedBuffer(request));
        ByteBuf response = channel.readOutbound();
        int length = response.readableBytes();
        response.readBytes(answer, 0, length);
        response.release();
        channel.finishAndReleaseAll();
        return length;
    }

    /** Netty's decoder, handshaker and encoder, without a pipeline, and used again as our engine is. */
    @Benchmark
    public int nettyParts() throws Exception {
        return netty.run(request, answer);
    }

    /**
     * Netty's handshaker alone: from a parsed request to a response that is not rendered yet. That is a third of the work,
     * without what is parsed and checked before and rendered behind it.
     */
    @Benchmark
    public boolean nettyAlone() {
        return netty.response(parsed).release();
    }

    /** Java-WebSocket's draft, one for each connection, as its server does. */
    @Benchmark
    public int javaWebSocket() throws InvalidHandshakeException {
        Draft own = draft.copyInstance();
        own.setParseMode(Role.SERVER);
        ClientHandshake shake = (ClientHandshake) own.translateHandshake(ByteBuffer.wrap(request));
        own.acceptHandshakeAsServer(shake);
        int length = 0;
        for (ByteBuffer part :
                own.createHandshake(own.postProcessHandshakeResponseAsServer(shake, new HandshakeImpl1Server()))) {
            int count = part.remaining();
            part.get(answer, length, count);
            length += count;
        }
        return length;
    }
}
