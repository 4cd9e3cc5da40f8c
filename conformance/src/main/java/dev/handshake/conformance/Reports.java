package dev.handshake.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a {@link Report} for people and for programs. */
public final class Reports {

    private Reports() {}

    /**
     * Returns the report as JSON.
     *
     * @param report the report
     * @return one object, with a line end behind it
     */
    public static String json(Report report) {
        return JsonReport.of(report);
    }

    /**
     * Returns one result as JSON, as it stands in that of the report.
     *
     * @param result the result
     * @return one object in one line, without the line end
     */
    public static String jsonLine(Result result) {
        return JsonReport.line(result);
    }

    /**
     * Returns the report without its results as JSON.
     *
     * @param report the report
     * @return one object in one line, without the line end
     */
    public static String jsonLine(Report report) {
        return JsonReport.line(report);
    }

    /**
     * Returns the report as the XML of JUnit.
     *
     * @param report the report
     * @return a document
     */
    public static String junit(Report report) {
        return JUnitReport.of(report);
    }

    /**
     * Returns the report as a page that needs nothing else.
     *
     * @param report the report
     * @return a document
     */
    public static String html(Report report) {
        return HtmlReport.of(report);
    }

    /**
     * Returns the report as text for a terminal.
     *
     * @param report the report
     * @param colours whether to use colours
     * @return lines
     */
    public static String text(Report report, boolean colours) {
        return TextReport.of(report, colours);
    }

    /**
     * Writes {@code report.html}, {@code report.json} and {@code junit.xml} into a directory, which is made if need be.
     *
     * @param report the report
     * @param directory the directory
     * @throws IOException if they can't be written
     */
    public static void write(Report report, Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("report.html"), html(report));
        Files.writeString(directory.resolve("report.json"), json(report));
        Files.writeString(directory.resolve("junit.xml"), junit(report));
    }
}
