package dev.handshake.cli;

import dev.handshake.conformance.Rating;
import dev.handshake.conformance.Reports;
import dev.handshake.conformance.Result;
import dev.handshake.conformance.Suite;
import java.io.PrintStream;

/** Shows how far a run is: a line of JSON for each result, or one line of a terminal that changes. */
final class SuiteProgress implements Suite.Progress {

    private static final String CLEAR = "\r\u001b[K";

    private final Console console;
    private final boolean json;
    private final boolean terminal = Terminal.isThere();
    private int wrong;

    SuiteProgress(Console console, boolean json) {
        this.console = console;
        this.json = json;
    }

    @Override
    public void done(Result result, int number, int total) {
        if (json) {
            console.print(Reports.jsonLine(result));
        } else if (terminal) {
            wrong += result.verdict().rating() == Rating.WRONG ? 1 : 0;
            String line = number == total
                    ? ""
                    : "%d of %d, %d wrong  %s"
                            .formatted(number, total, wrong, result.of().id());
            PrintStream err = console.err();
            err.print(CLEAR + line);
            err.flush();
        }
    }
}
