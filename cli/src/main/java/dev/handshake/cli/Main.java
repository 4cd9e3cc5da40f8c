package dev.handshake.cli;

/** The way in from the command line. */
public final class Main {

    private Main() {}

    /**
     * Runs a command and ends the process with its exit code.
     *
     * @param args the command with its options
     */
    public static void main(String[] args) {
        System.exit(HandshakeCommand.run(Console.ofProcess(), args));
    }
}
