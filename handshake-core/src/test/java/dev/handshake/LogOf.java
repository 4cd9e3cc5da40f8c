package dev.handshake;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What is logged under a name, instead of the console. */
final class LogOf implements AutoCloseable {

    static {
        // Seen by the tests of this module alone.
        for (String name : List.of("ch.qos.logback.core", "ch.qos.logback.classic")) {
            ModuleLayer.boot()
                    .findModule(name)
                    .ifPresent(module -> LogOf.class.getModule().addReads(module));
        }
    }

    private final Logger logger;
    private final Level before;
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    LogOf(String name) {
        logger = (Logger) LoggerFactory.getLogger(name);
        before = logger.getLevel();
        logger.setAdditive(false);
        events.start();
        logger.addAppender(events);
    }

    LogOf at(Level level) {
        logger.setLevel(level);
        return this;
    }

    List<String> messages() {
        return events.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Override
    public void close() {
        logger.detachAppender(events);
        logger.setAdditive(true);
        logger.setLevel(before);
    }
}
