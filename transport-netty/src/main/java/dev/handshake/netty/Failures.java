package dev.handshake.netty;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/** Says what went wrong in Netty as the contract of a transport says it. */
final class Failures {

    /** That the channel was closed. One for all: a trace would cost more than anything else in the end of a connection. */
    static final ClosedChannelException CHANNEL_CLOSED = new ClosedChannelException();

    private Failures() {}

    /** Returns a new exception each time, whose trace is that of the call that it comes out of. */
    static IOException asIoException(Throwable cause) {
        // Netty's own has no trace, and there may be one object of it for all channels.
        return cause instanceof ClosedChannelException
                ? new ClosedChannelException()
                : new IOException(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
    }
}
