package dev.handshake.cli;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/** What to say of an argument that a command does not know, and which of those that it knows may have been meant. */
final class Misspelling {

    private Misspelling() {}

    /** Returns a sentence about the first of the arguments; those behind it mostly belong to it. */
    static String sentence(UnmatchedArgumentException e) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        String typed = e.getUnmatched().get(0);
        String what = typed.startsWith("-")
                ? "there is no option '" + typed + "'"
                : command.subcommands().isEmpty()
                        ? "'" + typed + "' is one argument too many"
                        : "there is no command '" + typed + "'";
        return closest(typed, command)
                .map(known -> what + "; did you mean " + known + "?")
                .orElse(what);
    }

    private static Optional<String> closest(String typed, CommandSpec command) {
        String plain = plain(typed);
        Stream<String> known =
                Stream.concat(command.subcommands().keySet().stream(), command.optionsMap().keySet().stream());
        return known.filter(name -> isClose(plain, plain(name)))
                .min(Comparator.comparing(name -> distance(plain, plain(name))));
    }

    /** A third of the letters may be wrong; a beginning may be of any length but one. */
    private static boolean isClose(String typed, String known) {
        return typed.length() > 1
                && (known.startsWith(typed) || distance(typed, known) <= Math.max(1, typed.length() / 3));
    }

    private static String plain(String name) {
        return name.replaceFirst("^-+", "").replaceFirst("=.*", "");
    }

    /** How many letters must be put in, left out, replaced, or exchanged with the next one. */
    private static int distance(String one, String other) {
        int[][] distances = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    distances[i][j] = i + j;
                    continue;
                }
                int replaced = distances[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                distances[i][j] = Math.min(replaced, 1 + Math.min(distances[i - 1][j], distances[i][j - 1]));
                boolean exchanged = i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
                if (exchanged) {
                    distances[i][j] = Math.min(distances[i][j], 1 + distances[i - 2][j - 2]);
                }
            }
        }
        return distances[one.length()][other.length()];
    }
}
