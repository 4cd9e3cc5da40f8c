/** The {@code handshake} command: serve, connect, explain, conformance, transports. */
module dev.handshake.cli {
    requires static org.jspecify;
    requires ch.qos.logback.classic;
    requires ch.qos.logback.core;
    requires com.fasterxml.jackson.core;
    requires dev.handshake;
    requires dev.handshake.conformance;
    requires dev.handshake.messages;
    requires info.picocli;
    requires org.slf4j;

    opens dev.handshake.cli to
            info.picocli;
}
