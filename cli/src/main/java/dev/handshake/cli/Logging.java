package dev.handshake.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/** How much is logged: warnings in a line each, as {@code logback.xml} says, or with {@code --verbose} much more. */
final class Logging {

    private Logging() {}

    static void verbose() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        URL settings = Objects.requireNonNull(Logging.class.getResource("verbose.xml"));
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        context.reset();
        try {
            configurator.doConfigure(settings);
        } catch (JoranException e) {
            throw new IllegalStateException("verbose.xml does not configure logback", e);
        }
    }
}
