package dev.handshake.cli;

import java.io.IOException;

/** Says why there is no connection to a peer, over which a handshake could have been tried. */
final class NotReachedException extends IOException {

    private static final long serialVersionUID = 1;

    NotReachedException(String message, Throwable cause) {
        super(message, cause);
    }
}
