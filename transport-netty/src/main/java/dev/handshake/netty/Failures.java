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
                : new IOException(message(cause), cause);
    }

    /**
     * Returns a new exception for a call on an event loop. It has no trace: that of a retry shows little but Netty's own
     * calls, and with it a reset, which is how many connections end, costs about a thirtieth of what a handshake does.
     */
    static IOException onLoop(Throwable cause) {
        return cause instanceof ClosedChannelException
                ? new ClosedChannelException()
                : new WithoutTrace(message(cause), cause);
    }

    private static String message(Throwable cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static final class WithoutTrace extends IOException {

        private static final long serialVersionUID = 1;

        WithoutTrace(String message, Throwable cause) {
            super(message, cause);
        }

        @Override
        public Throwable fillInStackTrace() {
            return this;
        }

        /** As any other, so that a log does not puzzle over where it came from. */
        @Override
        public String toString() {
            return IOException.class.getName() + ": " + getMessage();
        }
    }
}
