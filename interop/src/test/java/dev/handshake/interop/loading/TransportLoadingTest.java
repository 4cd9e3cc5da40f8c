package dev.handshake.interop.loading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.Transports;
import dev.handshake.blocking.BlockingTransportProvider;
import dev.handshake.interop.wire.Program;
import dev.handshake.nio.NioTransportProvider;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** ServiceLoader finds the transports however they got there, in a Java machine of its own. */
class TransportLoadingTest {

    private static final String CORE = place(Transports.class);
    private static final String NIO = place(NioTransportProvider.class);
    private static final String BLOCKING = place(BlockingTransportProvider.class);
    private static final String SLF4J = place(Logger.class);
    private static final String PROGRAM = place(ListTransports.class);

    @Test
    void findsAndUsesThemOnTheClassPath() throws Exception {
        assertThat(java("--class-path", path(PROGRAM, CORE, NIO, BLOCKING, SLF4J)))
                .containsExactly(
                        "core in the class path",
                        "nio in the class path: status 101",
                        "blocking in the class path: status 101",
                        "best: nio");
    }

    @Test
    void findsAndUsesThemOnTheModulePath() throws Exception {
        assertThat(java(
                        "--module-path",
                        path(CORE, NIO, BLOCKING, SLF4J),
                        "--add-modules",
                        "dev.handshake.nio,dev.handshake.blocking",
                        "--class-path",
                        PROGRAM))
                .containsExactly(
                        "core in module dev.handshake",
                        "nio in module dev.handshake.nio: status 101",
                        "blocking in module dev.handshake.blocking: status 101",
                        "best: nio");
    }

    /** A program that requires the core alone gets what is on the path, since the core declares what it uses. */
    @Test
    void findsModulesThatNobodyRequires() throws Exception {
        assertThat(java(
                        "--module-path",
                        path(CORE, BLOCKING, SLF4J),
                        "--add-modules",
                        "dev.handshake",
                        "--class-path",
                        PROGRAM))
                .containsExactly(
                        "core in module dev.handshake",
                        "blocking in module dev.handshake.blocking: status 101",
                        "best: blocking");
    }

    @Test
    void findsOneOnTheClassPathForACoreOnTheModulePath() throws Exception {
        assertThat(java(
                        "--module-path",
                        path(CORE, SLF4J),
                        "--add-modules",
                        "dev.handshake,org.slf4j",
                        "--class-path",
                        path(PROGRAM, NIO)))
                .containsExactly("core in module dev.handshake", "nio in the class path: status 101", "best: nio");
    }

    @Test
    void saysWhatToAddWhenThereIsNone() throws Exception {
        assertThat(java("--class-path", path(PROGRAM, CORE, SLF4J)))
                .containsExactly(
                        "core in the class path",
                        "no transport is available: none was found on the class path or module path;"
                                + " add dev.handshake:transport-nio");
    }

    private static List<String> java(String... paths) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(paths));
        command.add(ListTransports.class.getName());
        Program.Ending ending = Program.run(command);
        assertThat(ending.exit()).as(ending.errors()).isZero();
        return ending.output().lines().toList();
    }

    private static String path(String... places) {
        return Stream.of(places).collect(Collectors.joining(File.pathSeparator));
    }

    private static String place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
