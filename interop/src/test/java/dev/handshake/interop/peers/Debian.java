package dev.handshake.interop.peers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Programs of other hands, from the packages of Debian. What is missing skips the test. */
final class Debian {

    /** Where Debian keeps the modules of Node, which node finds by itself only if it is Debian's, too. */
    private static final Path NODE_MODULES = Path.of("/usr/share/nodejs");

    static final Map<String, String> NODE_ENVIRONMENT = Map.of("NODE_PATH", NODE_MODULES.toString());

    private Debian() {}

    /** An executable file of a package. */
    static String program(String debianPackage, String... places) {
        for (String place : places) {
            if (Files.isExecutable(Path.of(place))) {
                return place;
            }
        }
        assumeTrue(false, String.join(", ", places) + " is not there: apt-get install " + debianPackage);
        throw new AssertionError();
    }

    /** The command that runs one of our scripts with Node and its package ws. */
    static List<String> node(Path directory, String script, String... arguments) {
        String node = program("nodejs", "/usr/bin/node", "/usr/bin/nodejs", "/usr/local/bin/node");
        boolean there = Files.exists(NODE_MODULES.resolve("ws/package.json"));
        assumeTrue(there, NODE_MODULES + "/ws is not there: apt-get install node-ws");
        return command(node, directory, script, arguments);
    }

    /** The command that runs one of our scripts with Python and its package websockets. */
    static List<String> python(Path directory, String script, String... arguments) {
        String python = program("python3", "/usr/bin/python3");
        boolean there = Files.exists(Path.of("/usr/lib/python3/dist-packages/websockets"));
        assumeTrue(there, "the module websockets is not there: apt-get install python3-websockets");
        return command(python, directory, script, arguments);
    }

    private static List<String> command(String program, Path directory, String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program, copied(directory, script)));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String copied(Path directory, String script) {
        try {
            return Files.writeString(directory.resolve(script), text(script)).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file from beside this class. */
    static String text(String file) {
        try (InputStream in = Debian.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
