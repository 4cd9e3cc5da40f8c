package dev.handshake.bench.memory;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import java.util.ArrayList;
import java.util.List;

/**
 * Netty's decoder, handshaker and encoder, called one after the other as its pipeline calls them, but without a pipeline:
 * the least that Netty needs from octets to octets. Used again and again. Not thread-safe.
 */
final class NettyParts {

    private final ChannelHandlerContext context =
            new EmbeddedChannel(new ChannelInboundHandlerAdapter()).pipeline().firstContext();
    private final Decoder decoder = new Decoder();
    private final Encoder encoder = new Encoder();
    private final Handshaker handshaker = new Handshaker();
    private final List<Object> parts = new ArrayList<>();

    /** Octets to octets; returns how many there are in {@code answer}. */
    int run(byte[] request, byte[] answer) throws Exception {
        HttpRequest head = parsed(request);
        FullHttpRequest full = new DefaultFullHttpRequest(
                head.protocolVersion(),
                head.method(),
                head.uri(),
                Unpooled.EMPTY_BUFFER,
                head.headers(),
                head.headers());
        encoder.encode(context, response(full), parts);
        int length = 0;
        for (Object part : parts) {
            ByteBuf octets = (ByteBuf) part;
            int count = octets.readableBytes();
            octets.readBytes(answer, length, count).release();
            length += count;
        }
        parts.clear();
        return length;
    }

    /** From a parsed request to a response that is not rendered yet. */
    FullHttpResponse response(FullHttpRequest request) {
        return handshaker.newHandshakeResponse(request, null);
    }

    private HttpRequest parsed(byte[] request) throws Exception {
        ByteBuf octets = Unpooled.wrappedBuffer(request);
        while (octets.isReadable()) {
            decoder.decode(context, octets, parts);
        }
        decoder.decode(context, octets, parts);
        HttpRequest head = (HttpRequest) parts.get(0);
        parts.clear();
        return head;
    }

    // What is protected otherwise.

    private static final class Decoder extends HttpRequestDecoder {
        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf octets, List<Object> out) throws Exception {
            super.decode(context, octets, out);
        }
    }

    private static final class Encoder extends HttpResponseEncoder {
        @Override
        protected void encode(ChannelHandlerContext context, Object message, List<Object> out) throws Exception {
            super.encode(context, message, out);
        }
    }

    private static final class Handshaker extends WebSocketServerHandshaker13 {
        Handshaker() {
            super(
                    "ws://127.0.0.1:8080/chat",
                    null,
                    WebSocketDecoderConfig.newBuilder().build());
        }

        @Override
        protected FullHttpResponse newHandshakeResponse(
                FullHttpRequest request, io.netty.handler.codec.http.HttpHeaders headers) {
            return super.newHandshakeResponse(request, headers);
        }
    }
}
