package dev.handshake.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page, in the language of {@code man}: all that the commands say of themselves, and so nothing twice. */
final class ManPage {

    private final StringBuilder page = new StringBuilder();

    private ManPage() {}

    static String of(CommandSpec root) {
        ManPage page = new ManPage();
        page.macro("TH", "HANDSHAKE", "1", "", root.version()[0].replaceFirst(" \\(.*", ""), "");
        page.macro("nh"); // names of options stay whole
        page.macro("SH", "NAME");
        page.text("handshake - " + one(root).replaceFirst("\\.$", ""));
        page.macro("SH", "SYNOPSIS");
        page.bold("handshake");
        page.text("COMMAND [OPTION...]");
        page.macro("SH", "DESCRIPTION");
        page.text("Each command tells what it can do with --help, too.");
        page.macro("SH", "COMMANDS");
        leaves(root).forEach(page::command);
        page.macro("SH", "ENVIRONMENT");
        page.entry("NO_COLOR", "If it is set, nothing is coloured. Without a terminal nothing is, either.");
        page.macro("SH", "EXIT STATUS");
        page.exitCodes(root);
        return page.page.toString().stripTrailing();
    }

    private static Stream<CommandSpec> leaves(CommandSpec spec) {
        return spec.subcommands().isEmpty()
                ? Stream.of(spec)
                : spec.subcommands().values().stream()
                        .map(CommandLine::getCommandSpec)
                        .flatMap(ManPage::leaves);
    }

    private static String one(CommandSpec spec) {
        return Help.Ansi.OFF.string(spec.usageMessage().description()[0]);
    }

    private void command(CommandSpec spec) {
        macro(
                "SS",
                spec.qualifiedName()
                        + (spec.options().isEmpty() ? "" : " [OPTION...]")
                        + spec.positionalParameters().stream()
                                .map(parameter -> " " + parameter.paramLabel()
                                        + (parameter.arity().max() > 1 ? "..." : ""))
                                .collect(Collectors.joining()));
        Arrays.stream(spec.usageMessage().description()).forEach(this::paragraph);
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            entry(parameter.paramLabel(), description(parameter));
        }
        spec.options().stream()
                .filter(option -> !option.usageHelp())
                .forEach(option -> entry(String.join(", ", option.names()) + label(option), description(option)));
        macro("PP");
        exitCodes(spec);
        footer(spec);
    }

    private static String label(OptionSpec option) {
        return option.arity().max() == 0 ? "" : "=" + option.paramLabel();
    }

    /** With the defaults and candidates in it, as the help has them. */
    private static String description(ArgSpec spec) {
        return Arrays.stream(spec.description()).map(Help.Ansi.OFF::string).collect(Collectors.joining(" "));
    }

    private void exitCodes(CommandSpec spec) {
        spec.usageMessage().exitCodeList().forEach((code, meaning) -> entry("exit " + code, meaning));
    }

    /** Lines that are set in are an example, and stay as they are. */
    private void footer(CommandSpec spec) {
        List<String> lines = Arrays.stream(spec.usageMessage().footer())
                .flatMap(line -> Help.Ansi.OFF.string(line.replace("%n", "\n")).lines())
                .toList();
        boolean example = false;
        for (String line : lines) {
            if (line.startsWith("  ") != example) {
                example = !example;
                macro(example ? "RS" : "RE");
                macro(example ? "nf" : "fi");
            }
            if (example) {
                text(line.strip());
            } else if (!line.isBlank()) {
                paragraph(line);
            }
        }
        if (example) {
            macro("fi");
            macro("RE");
        }
    }

    private void paragraph(String text) {
        macro("PP");
        text(Help.Ansi.OFF.string(text));
    }

    private void entry(String term, String text) {
        macro("TP");
        bold(term);
        text(text);
    }

    private void bold(String text) {
        macro("B", text);
    }

    private void macro(String name, String... arguments) {
        page.append('.').append(name);
        for (String argument : arguments) {
            page.append(" \"").append(escaped(argument).replace("\"", "\\(dq")).append('"');
        }
        page.append('\n');
    }

    private void text(String text) {
        String escaped = escaped(text);
        page.append(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" : "")
                .append(escaped)
                .append('\n');
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-").replace("\n", " ");
    }
}
