package dev.handshake.hardening.fuzzing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the octets that mutations begin with into a directory, a file for each, as Jazzer wants them. */
final class SeedFiles {

    private SeedFiles() {}

    public static void main(String[] directory) throws IOException {
        Path path = Files.createDirectories(Path.of(directory[0]));
        int number = 0;
        for (byte[] seed : Mutations.seeds()) {
            Files.write(path.resolve("seed-" + number++), seed);
        }
    }
}
