package dev.handshake.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command prints: lines that appear at once, whole and in order, whichever thread they come from. Thread-safe; who
 * synchronizes on it keeps the lines of others back.
 */
final class Console {

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    Console(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    static Console ofProcess() {
        return new Console(System.in, utf8(FileDescriptor.out), utf8(FileDescriptor.err));
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        BufferedOutputStream buffer = new BufferedOutputStream(new FileOutputStream(descriptor));
        return new PrintStream(buffer, false, StandardCharsets.UTF_8);
    }

    /** Prints lines of output, which hold nothing that was not meant for a terminal. */
    synchronized void print(String lines) {
        out.println(lines);
        out.flush();
    }

    /** Says in one line on standard error what went wrong. */
    synchronized void error(String what) {
        err.println("handshake: " + Escaped.text(what.strip()));
        err.flush();
    }

    /** Shows where it went wrong, for whoever asked for more than a line. */
    synchronized void trace(Throwable thrown) {
        thrown.printStackTrace(err);
        err.flush();
    }

    /** What is typed, or piped in; whoever reads it may wait for ever. */
    InputStream in() {
        return in;
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }
}
