/** Selector loops over {@code java.nio} channels. */
module dev.handshake.nio {
    requires static org.jspecify;
    requires transitive dev.handshake;
    requires org.slf4j;
}
