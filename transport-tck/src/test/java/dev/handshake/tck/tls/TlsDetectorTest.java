package dev.handshake.tck.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.tck.MemoryTransport;
import dev.handshake.tls.TlsDetector;
import dev.handshake.tls.TlsDetector.Answer;
import dev.handshake.tls.TlsTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsDetectorTest {

    private static Answer detect(String hex) {
        return TlsDetector.detect(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    /** The answer to the whole, and after how many bytes it comes. */
    @ParameterizedTest
    @CsvSource({
        "1603010200010001FC0303, TLS, 6",
        "1603010022010000, TLS, 6",
        "16030100210100001D03, NOT_TLS, 9",
        "16030100210100001E03, TLS, 9",
        "160301002101000100, TLS, 8",
        "160301002101010000, TLS, 7",
        "160301000101160301000100, TLS, 6",
        "160301000301, TLS, 6",
        "1603010004010000000000, NOT_TLS, 9",
        "160301000401000001, TLS, 9",
        "160301000001, NOT_TLS, 5",
        "160301020002, NOT_TLS, 6",
        "474554202F, NOT_TLS, 1",
        "0D0A474554, NOT_TLS, 1",
        "80, NOT_TLS, 1",
        "0D0A0D0A000D0A515549540A, NOT_TLS, 1",
    })
    void answersAsSoonAsItCan(String hex, Answer whole, int bytes) {
        assertThat(detect(hex)).isEqualTo(whole);
        for (int i = 0; i <= hex.length() / 2; i++) {
            assertThat(detect(hex.substring(0, 2 * i)))
                    .as("%d bytes", i)
                    .isEqualTo(i < bytes ? Answer.NEED_MORE : whole);
        }
    }

    @Test
    void changesNothing() {
        ByteBuffer bytes = ByteBuffer.wrap("xGET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII))
                .position(1)
                .asReadOnlyBuffer();
        ByteBuffer before = bytes.duplicate();
        assertThat(TlsDetector.detect(bytes)).isEqualTo(Answer.NOT_TLS);
        assertThat(bytes).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void knowsARealHello(String version) throws IOException {
        MemoryTransport.Pair pair = MemoryTransport.pair();
        TlsTransport.client(pair.left(), Authority.TRUSTING, "localhost", 443, TlsPair.only(version))
                .flush(() -> {});
        ByteBuffer first = ByteBuffer.allocate(TlsDetector.MOST_BYTES);
        pair.right().read(first, () -> {});
        assertThat(TlsDetector.detect(first.flip())).isEqualTo(Answer.TLS);
    }
}
