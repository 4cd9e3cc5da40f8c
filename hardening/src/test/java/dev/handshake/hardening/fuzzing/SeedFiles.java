package dev.handshake.hardening.fuzzing;

import dev.handshake.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the octets that mutations begin with into a directory, a file for each, as Jazzer wants them. */
final class SeedFiles {

    private SeedFiles() {}

    public static void main(String[] directory) throws IOException {
        Path path = Files.createDirectories(Path.of(directory[0]));
        int number = 0;
        List<byte[]> seeds = Mutations.seeds();
        for (Role role : Role.values()) {
            seeds.addAll(MessageFuzz.seeds(role));
        }
        for (byte[] seed : seeds) {
            Files.write(path.resolve("seed-" + number++), seed);
        }
    }
}
