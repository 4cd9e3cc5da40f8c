/**
 * The conformance suite for WebSocket opening handshakes: cases as data, and three ways to run them.
 */
module dev.handshake.conformance {
    requires static org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires transitive dev.handshake;

    exports dev.handshake.conformance;

    opens dev.handshake.conformance to
            com.fasterxml.jackson.databind;
}
