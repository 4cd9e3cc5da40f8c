package dev.handshake.cli;

/** What the process tells the shell. The higher, the earlier it went wrong, but for wrong usage, which comes first. */
final class ExitCode {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;
    static final int NOT_REACHED = 3;

    private ExitCode() {}
}
