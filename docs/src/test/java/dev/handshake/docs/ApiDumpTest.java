package dev.handshake.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.blocking.BlockingTransport;
import dev.handshake.conformance.Corpus;
import dev.handshake.messages.WebSocket;
import dev.handshake.netty.NettyTransport;
import dev.handshake.nio.NioTransport;
import dev.handshake.spi.ByteTransport;
import dev.handshake.tck.MemoryTransport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The public API is the one on record in {@code docs/api}, so that each change of it is a line in review. */
class ApiDumpTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("modules")
    void publicApiIsTheOneOnRecord(String module, Class<?> inModule) throws Exception {
        Path record = Path.of("api", module + ".txt");
        String dump = ApiDump.of(inModule);
        if (Boolean.getBoolean("api.update")) {
            Files.createDirectories(record.getParent());
            Files.writeString(record, dump);
        }
        assertThat(dump)
                .as("if the change of the API is meant, run:"
                        + " mvn test -pl docs -am -Dtest=ApiDumpTest -Dapi.update=true")
                .isEqualTo(Files.readString(record));
    }

    static Stream<Arguments> modules() {
        return Stream.of(
                Arguments.of("handshake-core", ByteTransport.class),
                Arguments.of("handshake-conformance", Corpus.class),
                Arguments.of("handshake-messages", WebSocket.class),
                Arguments.of("transport-blocking", BlockingTransport.class),
                Arguments.of("transport-netty", NettyTransport.class),
                Arguments.of("transport-nio", NioTransport.class),
                Arguments.of("transport-tck", MemoryTransport.class));
    }
}
