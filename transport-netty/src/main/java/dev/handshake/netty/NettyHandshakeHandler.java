package dev.handshake.netty;

import dev.handshake.Decision;
import dev.handshake.HandshakeException;
import dev.handshake.ServerHandshake;
import dev.handshake.ServerHandshaker;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of the handshake as a handler for a Netty pipeline. It comes first, or behind TLS; what speaks WebSocket
 * comes behind it, Netty's own frame decoder and encoder for example, and sees nothing until the handshake is done. One for
 * each connection.
 *
 * <p>On success it writes the 101, fires {@link HandshakeCompleted} as a user event, removes itself, and passes on the
 * bytes that came behind the request, in order. Handlers may be added while the event is fired.
 *
 * <p>On failure it writes the refusal, if there is one, fires the {@link HandshakeException} as an exception, ends the
 * output, drops what still comes in for a bounded time and size, and closes the channel. After a refusal that leaves the
 * connection open ({@link HandshakeException#reusable()}) it awaits the next request, as soon as the refusal has been
 * written out. A handshake that takes too long ends with a {@link SocketTimeoutException} and a closed channel.
 *
 * <p>Everything happens on the event loop. Automatic reading may be on or off; while a decision is pending, or such a
 * refusal on its way, it is off.
 * {@link dev.handshake.HandshakeListener}s are not told of handshakes made here.
 */
public final class NettyHandshakeHandler extends ChannelInboundHandlerAdapter {

    private final ServerHandshaker handshaker;
    private final NettyHandshakeSettings settings;
    private final Waiting waiting = new Waiting();
    private final Reading reading = new Reading();
    private final Deadline deadline = new Deadline();

    private Stage stage = Stage.REQUEST;
    private @Nullable ServerHandshake engine;
    private @Nullable ChannelFuture answer;
    private boolean driving;
    private boolean inputEnded;
    private long drainedBytes;

    /**
     * Makes a handler that accepts every request that meets the handshaker's rules, within 30 s.
     *
     * @param handshaker the rules and what is agreed on
     */
    public NettyHandshakeHandler(ServerHandshaker handshaker) {
        this(handshaker, NettyHandshakeSettings.defaults());
    }

    /**
     * Makes a handler.
     *
     * @param handshaker the rules and what is agreed on
     * @param settings who decides, and how long it may all take
     */
    public NettyHandshakeHandler(ServerHandshaker handshaker, NettyHandshakeSettings settings) {
        this.handshaker = Objects.requireNonNull(handshaker, "handshaker");
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /** {@inheritDoc} The timeout begins here if the channel is connected already. */
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (context.channel().isActive()) {
            begin(context);
        }
    }

    /** {@inheritDoc} */
    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (!deadline.isSet()) {
            begin(context);
        }
        context.fireChannelActive();
    }

    /** {@inheritDoc} */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf buffer)) {
            ReferenceCountUtil.release(message);
            abort(
                    context,
                    new IOException("a handler in front delivered a "
                            + message.getClass().getName() + " instead of a ByteBuf"));
        } else if (stage == Stage.DRAINING) {
            int count = buffer.readableBytes();
            buffer.release();
            dropped(context, count);
        } else if (stage == Stage.DONE) {
            buffer.release();
        } else {
            waiting.add(buffer);
            drive(context);
        }
    }

    /** {@inheritDoc} */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (stage == Stage.REQUEST || stage == Stage.DRAINING) {
            Reading.goOn(context);
        }
    }

    /** {@inheritDoc} */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            inputEnded = true;
            if (stage == Stage.DRAINING) {
                context.close();
            } else if (stage == Stage.REQUEST) {
                peerLeft(context);
            }
        }
        context.fireUserEventTriggered(event);
    }

    /** {@inheritDoc} Before the handshake is done, the channel is closed as well. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (stage == Stage.DRAINING) {
            // A reset, most likely; the refusal was all that could be done.
            context.close();
        } else {
            abort(context, cause);
        }
    }

    /** {@inheritDoc} */
    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (stage == Stage.REQUEST) {
            peerLeft(context);
        } else if (stage == Stage.DECISION) {
            abort(context, new ClosedChannelException());
        }
        context.fireChannelInactive();
    }

    /** {@inheritDoc} What was not used is passed on, unless the channel is closed. */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        deadline.cancel();
        stage = Stage.DONE;
        if (!context.channel().isActive()) {
            waiting.release();
        } else {
            waiting.passOn(context);
        }
        reading.resume(context);
    }

    private void begin(ChannelHandlerContext context) {
        deadline.set(context, settings.timeoutNanos(), () -> timeUp(context));
        Reading.goOn(context);
    }

    /** Goes as far as it can, and has reading go on unless something must happen first. */
    private void drive(ChannelHandlerContext context) {
        if (driving) {
            return;
        }
        driving = true;
        try {
            boolean progress = true;
            while (progress && stage == Stage.REQUEST) {
                progress = step(context, engine(context));
            }
        } finally {
            driving = false;
        }
        if (stage != Stage.DECISION && stage != Stage.ANSWERING) {
            reading.resume(context);
        }
    }

    private boolean step(ChannelHandlerContext context, ServerHandshake engine) {
        return switch (engine.step()) {
            case READ -> waiting.feed(engine);
            case WRITE -> write(context, engine);
            case DECIDE -> ask(context, engine);
            case OPEN -> open(context, engine);
            case FAILED -> failed(context, engine);
        };
    }

    private ServerHandshake engine(ChannelHandlerContext context) {
        ServerHandshake current = engine;
        if (current == null) {
            current = handshaker.start(ChannelConnection.of(context.channel()));
            engine = current;
        }
        return current;
    }

    private boolean write(ChannelHandlerContext context, ServerHandshake engine) {
        ByteBuffer output = engine.output();
        answer = context.writeAndFlush(
                context.alloc().ioBuffer(output.remaining()).writeBytes(output));
        return true;
    }

    private boolean ask(ChannelHandlerContext context, ServerHandshake engine) {
        stage = Stage.DECISION;
        try {
            Objects.requireNonNull(
                            settings.decider().decide(Objects.requireNonNull(engine.request())),
                            "the decider answered null instead of a stage")
                    .whenComplete((decision, failure) -> {
                        if (context.executor().inEventLoop()) {
                            answered(context, decision, failure);
                        } else {
                            context.executor().execute(() -> answered(context, decision, failure));
                        }
                    });
        } catch (Throwable e) {
            answered(context, null, e);
        }
        if (stage == Stage.DECISION) {
            reading.pause(context);
        }
        return true;
    }

    private void answered(ChannelHandlerContext context, @Nullable Decision decision, @Nullable Throwable failure) {
        if (stage != Stage.DECISION) {
            return;
        }
        stage = Stage.REQUEST;
        ServerHandshake engine = engine(context);
        if (failure instanceof CompletionException && failure.getCause() != null) {
            engine.decisionFailed(failure.getCause());
        } else if (failure != null) {
            engine.decisionFailed(failure);
        } else if (decision == null) {
            engine.decisionFailed(new NullPointerException("the decider answered null instead of a decision"));
        } else {
            engine.decide(decision);
        }
        goOn(context);
    }

    private boolean open(ChannelHandlerContext context, ServerHandshake engine) {
        // What comes while the event is fired waits behind the rest, until all that was added meanwhile can see it.
        stage = Stage.OPENING;
        deadline.cancel();
        context.fireUserEventTriggered(new HandshakeCompleted(
                Objects.requireNonNull(engine.request()),
                Objects.requireNonNull(engine.response()),
                engine.subprotocol(),
                engine.extensions()));
        if (!context.isRemoved()) {
            context.pipeline().remove(this);
        }
        return false;
    }

    private boolean failed(ChannelHandlerContext context, ServerHandshake engine) {
        HandshakeException failure = engine.failure();
        if (failure.reusable()) {
            awaitNext(context, failure, Objects.requireNonNull(answer));
            return true;
        } else if (engine.response() == null || settings.drain().drainBytes() == 0) {
            stage = Stage.DONE;
            // Still: the peer may never read what is to be written first.
            deadline.set(context, deadline.leftNanos(), context::close);
            closeBehind(context, answer);
        } else {
            drain(context, Objects.requireNonNull(answer));
        }
        context.fireExceptionCaught(failure);
        return true;
    }

    /**
     * The next request has to wait until the refusal has left: else a peer that sends requests and reads no answers would
     * have them pile up here. The deadline runs on until then.
     */
    private void awaitNext(ChannelHandlerContext context, HandshakeException failure, ChannelFuture refusal) {
        stage = Stage.ANSWERING;
        engine = null;
        answer = null;
        context.fireExceptionCaught(failure);
        refusal.addListener(written -> next(context, written.isSuccess()));
        if (stage == Stage.ANSWERING) {
            reading.pause(context);
        }
    }

    private void next(ChannelHandlerContext context, boolean written) {
        if (stage != Stage.ANSWERING) {
            return;
        }
        if (!written || !context.channel().isActive()) {
            stage = Stage.DONE;
            context.close();
            return;
        }
        stage = Stage.REQUEST;
        deadline.set(context, settings.timeoutNanos(), () -> timeUp(context));
        goOn(context);
    }

    /** Takes up what came meanwhile, and asks for more if that is not enough. */
    private void goOn(ChannelHandlerContext context) {
        drive(context);
        if (driving || stage != Stage.REQUEST) {
            return;
        }
        if (inputEnded) {
            peerLeft(context);
        } else {
            Reading.goOn(context);
        }
    }

    private static void closeBehind(ChannelHandlerContext context, @Nullable ChannelFuture answer) {
        if (answer == null) {
            context.close();
        } else {
            answer.addListener(written -> context.close());
        }
    }

    /** Closing with unread input would reset the connection, and the refusal be lost on its way. */
    private void drain(ChannelHandlerContext context, ChannelFuture refusal) {
        stage = Stage.DRAINING;
        long nanos = Math.min(settings.drainNanos(), deadline.leftNanos());
        deadline.set(context, nanos, context::close);
        refusal.addListener(written -> {
            if (written.isSuccess()) {
                Tls.endOutput(context.channel());
            } else {
                context.close();
            }
        });
        dropped(context, waiting.release());
        Reading.goOn(context);
    }

    private void dropped(ChannelHandlerContext context, long count) {
        drainedBytes += count;
        if (drainedBytes >= settings.drain().drainBytes()) {
            stage = Stage.DONE;
            closeBehind(context, answer);
        }
    }

    private void peerLeft(ChannelHandlerContext context) {
        ServerHandshake engine = engine(context);
        engine.endOfInput();
        abort(context, engine.failure());
    }

    private void timeUp(ChannelHandlerContext context) {
        abort(
                context,
                new SocketTimeoutException(
                        "TIMED_OUT: the handshake took longer than " + settings.timeout() + " in stage " + stage));
    }

    /** Ends without an answer, unless it has ended. */
    private void abort(ChannelHandlerContext context, Throwable cause) {
        boolean first = stage != Stage.DONE;
        stage = Stage.DONE;
        deadline.cancel();
        waiting.release();
        if (first) {
            context.fireExceptionCaught(cause);
        }
        context.close();
    }

    private enum Stage {
        REQUEST,
        DECISION,
        ANSWERING,
        OPENING,
        DRAINING,
        DONE
    }
}
