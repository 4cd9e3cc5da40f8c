/** The transport contract as tests to extend, and the in-memory reference transport. */
module dev.handshake.tck {
    requires static org.jspecify;
    requires transitive dev.handshake;
    requires transitive org.junit.jupiter.api;

    exports dev.handshake.tck;
}
