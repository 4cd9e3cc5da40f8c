package dev.handshake.bench.memory;

import dev.handshake.Role;
import dev.handshake.messages.Message;
import dev.handshake.messages.MessageDecoder;
import dev.handshake.messages.MessageEncoder;
import dev.handshake.messages.MessageException;
import dev.handshake.messages.MessageLimits;
import dev.handshake.messages.Received;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.Framedata;
import org.java_websocket.framing.TextFrame;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A server's echo of one masked frame, without compression, beside others; and what reading takes beside a copy. */
@State(Scope.Thread)
public class MessageBenchmark {

    private static final int MOST_HEADER_BYTES = 14;

    /** The length of the message. */
    @Param({"32", "1024", "65536", "1048576"})
    public int bytes = 1024;

    private final MessageDecoder decoder = new MessageDecoder(Role.SERVER, null, MessageLimits.defaults());
    private final MessageEncoder encoder = new MessageEncoder(Role.SERVER, null);
    private final EmbeddedChannel netty = new EmbeddedChannel(
            new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                    .maxFramePayloadLength(1 << 24)
                    .expectMaskedFrames(true)
                    .build()),
            new Utf8FrameValidator(),
            new WebSocket13FrameEncoder(false));
    private final Draft_6455 draft = new Draft_6455();
    private ByteBuffer ascii = ByteBuffer.allocate(0);
    private ByteBuffer mixed = ByteBuffer.allocate(0);
    private ByteBuffer binary = ByteBuffer.allocate(0);
    private ByteBuffer out = ByteBuffer.allocate(0);

    /** Has a client mask the frames. */
    @Setup
    public void render() {
        draft.setParseMode(org.java_websocket.enums.Role.SERVER);
        byte[] octets = "x".repeat(bytes).getBytes(StandardCharsets.US_ASCII);
        String word = "Gr\u00fc\u00dfe, \u20ac ";
        int words = Math.max(1, bytes / word.getBytes(StandardCharsets.UTF_8).length);
        ascii = frame(Message.text("x".repeat(bytes)));
        mixed = frame(Message.text(word.repeat(words)));
        binary = frame(Message.binary(octets));
        out = ByteBuffer.allocate(bytes + MOST_HEADER_BYTES);
    }

    private static ByteBuffer frame(Message message) {
        MessageEncoder client = new MessageEncoder(Role.CLIENT, null);
        ByteBuffer frame = ByteBuffer.allocate(message.size() + MOST_HEADER_BYTES);
        client.message(message);
        client.drain(frame);
        return frame.flip();
    }

    /** From a masked text frame to the frame that answers it. */
    @Benchmark
    public int echo() throws MessageException {
        encoder.message(read(ascii));
        encoder.drain(out.clear());
        return out.position();
    }

    private Message read(ByteBuffer frame) throws MessageException {
        if (decoder.step(frame.rewind()) != Received.MESSAGE) {
            throw new IllegalStateException("a frame is a message here");
        }
        return decoder.message();
    }

    /** The same by Netty's decoder, validator and encoder. */
    @Benchmark
    public int nettyFrames() {
        netty.writeInbound(Unpooled.wrappedBuffer(ascii.rewind()).copy());
        TextWebSocketFrame frame = netty.readInbound();
        netty.writeOutbound(new TextWebSocketFrame(frame.content()));
        int length = 0;
        for (ByteBuf part = netty.readOutbound(); part != null; part = netty.readOutbound()) {
            int count = part.readableBytes();
            part.readBytes(out.array(), length, count);
            length += count;
            part.release();
        }
        return length;
    }

    /** The same by Java-WebSocket's draft. */
    @Benchmark
    public int javaWebSocketFrames() throws InvalidDataException {
        List<Framedata> frames = draft.translateFrame(ascii.rewind());
        TextFrame answer = new TextFrame();
        answer.setPayload(frames.get(0).getPayloadData());
        ByteBuffer octets = draft.createBinaryFrame(answer);
        out.clear().put(octets);
        return out.position();
    }

    /** Reads a binary frame: what is done to each octet is to unmask it, into the message. */
    @Benchmark
    public Message unmask() throws MessageException {
        return read(binary);
    }

    /** Reads a text frame of ASCII. */
    @Benchmark
    public Message readAscii() throws MessageException {
        return read(ascii);
    }

    /** Reads a text frame, a third of whose characters is not ASCII. */
    @Benchmark
    public Message readMixed() throws MessageException {
        return read(mixed);
    }

    /** Copies as many octets into an array of their own: what nobody can do without. */
    @Benchmark
    public byte[] copy() {
        byte[] copied = new byte[bytes];
        System.arraycopy(binary.array(), binary.capacity() - bytes, copied, 0, bytes);
        return copied;
    }
}
