package dev.handshake.examples;

import dev.handshake.Established;
import dev.handshake.HandshakeRequest;
import dev.handshake.ServerHandshaker;
import dev.handshake.netty.NettyTransport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.util.function.BiConsumer;

/**
 * The handler behind an {@link HttpServerCodec} which has parsed the request already. Plain HTTP it answers through the
 * pipeline; of a request for a WebSocket it makes a {@link HandshakeRequest}, takes the codec out, and accepts over the
 * channel. One for each connection; everything happens on its event loop.
 */
public final class BehindNettysHttpCodec extends SimpleChannelInboundHandler<HttpObject> {

    private final ServerHandshaker handshaker;
    private final BiConsumer<? super Established, ? super Throwable> whenComplete;
    private HandshakeRequest upgrade;

    /**
     * Makes a handler.
     *
     * @param handshaker accepts WebSockets
     * @param whenComplete given the open WebSocket, which it then owns, or null and why there is none
     */
    public BehindNettysHttpCodec(
            ServerHandshaker handshaker, BiConsumer<? super Established, ? super Throwable> whenComplete) {
        this.handshaker = handshaker;
        this.whenComplete = whenComplete;
    }

    /** {@inheritDoc} */
    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) throws IOException {
        if (message instanceof HttpRequest http) {
            if (http.decoderResult().isFailure()) {
                answer(context, HttpResponseStatus.BAD_REQUEST, "what was that?\n");
                return;
            }
            HandshakeRequest request = handshakeRequest(http);
            if (request.isUpgrade()) {
                upgrade = request;
            } else {
                answer(context, HttpResponseStatus.OK, "hello\n");
            }
        }
        // Not before its end, which the codec reports by itself: it is then done with the request.
        if (message instanceof LastHttpContent && upgrade != null) {
            takeOver(context, upgrade);
        }
    }

    /** {@inheritDoc} The connection failed, or a part of the request holds what no request may. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    /** What the codec has received behind the request it passes on when it is removed, so the transport is put there first. */
    private void takeOver(ChannelHandlerContext context, HandshakeRequest request) throws IOException {
        NettyTransport transport = NettyTransport.of(context.channel());
        context.pipeline().remove(this);
        context.pipeline().remove(HttpServerCodec.class);
        handshaker.acceptAsync(transport, request).whenComplete(whenComplete);
    }

    private static HandshakeRequest handshakeRequest(HttpRequest http) {
        HttpVersion version = http.protocolVersion();
        HandshakeRequest.Builder request = HandshakeRequest.builder(
                        http.method().name(), http.uri())
                .httpVersion(version.majorVersion(), version.minorVersion());
        http.headers().forEach(line -> request.header(line.getKey(), line.getValue()));
        return request.build();
    }

    private static void answer(ChannelHandlerContext context, HttpResponseStatus status, String text) {
        ByteBuf body = ByteBufUtil.writeUtf8(context.alloc(), text);
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                .set(HttpHeaderNames.CONNECTION, "close");
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
