package dev.handshake.nio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a key of a loop's selector stands for, and what is attached to it: a connection, a listener, a connect. */
abstract class Registered implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(NioLoop.class);

    final NioLoop loop;

    Registered(NioLoop loop) {
        this.loop = loop;
    }

    /**
     * Does what the selector says can be done now. Called on the loop's thread.
     *
     * @param ops the key's ready set
     */
    abstract void ready(int ops);

    /** Ends it, from any thread. */
    @Override
    public abstract void close();

    /**
     * Closes a channel of this loop so that its descriptor does not outlive it: one that is registered stays open until
     * its cancelled key is flushed by a select, and the loop may be asleep in one.
     */
    final void closeChannel(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing {} failed", channel, e);
        }
        if (channel.isRegistered() && !loop.inLoop()) {
            loop.wakeUp();
        }
    }
}
