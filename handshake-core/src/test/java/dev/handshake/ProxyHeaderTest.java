package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {

    private static final String V4 = "cb007109 c6336401 1234 01bb";
    private static final String V6 = "20010db8000000000000000000000001 20010db8000000000000000000000002 1234 01bb";

    /** A header of version 2; the length is that of the rest unless there is one. */
    static byte[] version2(int command, int family, String rest, int... length) {
        String hex = rest.replace(" ", "");
        byte[] octets = new byte[hex.length() / 2];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
        }
        return ByteBuffer.allocate(16 + octets.length)
                .put(Wire.raw("\r\n\r\n\0\r\nQUIT\n"))
                .put((byte) command)
                .put((byte) family)
                .putShort((short) (length.length == 0 ? octets.length : length[0]))
                .put(octets)
                .array();
    }

    private static InetSocketAddress at(String address, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(address), port);
    }

    /** The header is known with its last octet, not before, and what is behind it changes nothing. */
    private static ProxyHeader parsed(byte[] header) throws IOException {
        for (int count = 0; count < header.length; count++) {
            assertThat(ProxyHeader.parse(Arrays.copyOf(header, count)))
                    .as("after %d octets", count)
                    .isNull();
        }
        ProxyHeader parsed = ProxyHeader.parse(header);
        assertThat(parsed).isNotNull();
        assertThat(parsed.octets).isEqualTo(header.length);
        ProxyHeader followed = ProxyHeader.parse(Arrays.copyOf(header, header.length + 50));
        assertThat(followed.octets).isEqualTo(header.length);
        assertThat(followed.source).isEqualTo(parsed.source);
        return parsed;
    }

    private static void refused(byte[] header) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ProxyHeader.parse(header))
                .withMessageStartingWith("no valid PROXY protocol header: ");
    }

    @ParameterizedTest
    @CsvSource({
        "TCP4 203.0.113.9 198.51.100.1 4660 443,             203.0.113.9, 4660, 198.51.100.1, 443",
        "TCP4 255.255.255.255 255.255.255.255 65535 65535,   255.255.255.255, 65535, 255.255.255.255, 65535",
        "TCP4 0.0.0.0 0.0.0.0 0 0,                           0.0.0.0, 0, 0.0.0.0, 0",
        "TCP6 2001:db8::1 ::1 4660 443,                      2001:db8::1, 4660, ::1, 443",
        "TCP6 ffff:f:f:f:f:f:f:ffff ::1 65535 1,             ffff:f:f:f:f:f:f:ffff, 65535, ::1, 1",
    })
    void takesTheAddressesOfVersion1(String line, String source, int from, String destination, int to)
            throws IOException {
        ProxyHeader header = parsed(Wire.raw("PROXY " + line + "\r\n"));
        assertThat(header.source).isEqualTo(at(source, from));
        assertThat(header.destination).isEqualTo(at(destination, to));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UNKNOWN",
                "UNKNOWN ",
                "UNKNOWN whatever comes here",
                "UNKNOWN ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535"
            })
    void keepsTheConnectionsOwnAddressesIfTheyAreUnknown(String line) throws IOException {
        ProxyHeader header = parsed(Wire.raw("PROXY " + line + "\r\n"));
        assertThat(header.source).isNull();
        assertThat(header.destination).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1",
                "proxy TCP4 1.2.3.4 1.2.3.4 1 1",
                "PROXY",
                "PROXY ",
                "PROXY  TCP4 1.2.3.4 1.2.3.4 1 1",
                "PROXY UNKNOWNX",
                "PROXY tcp4 1.2.3.4 1.2.3.4 1 1",
                "PROXY UDP4 1.2.3.4 1.2.3.4 1 1",
                "PROXY TCP4",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 1 ",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 1 1",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 1\t",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 1\r",
                "PROXY TCP4 1.2.3.4\t1.2.3.4 1 1",
                "PROXY TCP4 1.2.3.4 1.2.3.4 01 1",
                "PROXY TCP4 1.2.3.4 1.2.3.4 65536 1",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 -1",
                "PROXY TCP4 1.2.3.4 1.2.3.4 +1 1",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 111111",
                "PROXY TCP4 1.2.3.4 1.2.3.4  1",
                "PROXY TCP4 1.2.3 1.2.3.4 1 1",
                "PROXY TCP4 1.2.3.256 1.2.3.4 1 1",
                "PROXY TCP4 1.2.3.04 1.2.3.4 1 1",
                "PROXY TCP4 localhost 1.2.3.4 1 1",
                "PROXY TCP4 ::1 ::1 1 1",
                "PROXY TCP6 1.2.3.4 1.2.3.4 1 1",
                "PROXY TCP6 a.example ::1 1 1",
                "PROXY TCP6 [::1] ::1 1 1",
                "PROXY TCP6 ::1]:1 ::1 1 1",
                "PROXY TCP6 ::1%lo ::1 1 1",
                "PROXY TCP6 ::g ::1 1 1"
            })
    void refusesWhatIsNotVersion1(String line) {
        refused(Wire.raw(line + "\r\n"));
    }

    @Test
    void refusesVersion1WithoutItsLineEnd() {
        refused(Wire.raw("PROXY TCP4 1.2.3.4 1.2.3.4 1 1\n"));
        refused(Wire.raw("PROXY \n"));
        refused(Wire.raw("PROXY UNKNOWN" + "x".repeat(107 - 13)));
        refused(Wire.raw("PROXY UNKNOWN " + "x".repeat(107 - 15) + "\r\n"));
    }

    @Test
    void takesTheLongestLine() throws IOException {
        assertThat(parsed(Wire.raw("PROXY UNKNOWN " + "x".repeat(107 - 16) + "\r\n")).octets)
                .isEqualTo(107);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "03000401020304", "04 00fa 00"})
    void takesTheAddressesOfVersion2WhateverIsBehindThem(String more) throws IOException {
        String rest = more.startsWith("04 ") ? "040200" + "00".repeat(512) : more;
        ProxyHeader v4 = parsed(version2(0x21, 0x11, V4 + rest));
        assertThat(v4.source).isEqualTo(at("203.0.113.9", 0x1234));
        assertThat(v4.destination).isEqualTo(at("198.51.100.1", 443));
        ProxyHeader v6 = parsed(version2(0x21, 0x21, V6 + rest));
        assertThat(v6.source).isEqualTo(at("2001:db8::1", 0x1234));
        assertThat(v6.destination).isEqualTo(at("2001:db8::2", 443));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x11, 0x21, 0x31})
    void keepsTheConnectionsOwnAddressesIfTheProxyItselfMadeIt(int family) throws IOException {
        assertThat(parsed(version2(0x20, family, V4)).source).isNull();
        assertThat(parsed(version2(0x20, family, "")).source).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x10, 0x12, 0x20, 0x22, 0x30, 0x31, 0x32})
    void keepsTheConnectionsOwnAddressesIfThoseOfVersion2AreOfNoUse(int family) throws IOException {
        assertThat(parsed(version2(0x21, family, V4)).source).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x01, 0x11, 0x22, 0x2f, 0x31, 0xff})
    void refusesAnotherVersionOrCommand(int command) {
        refused(version2(command, 0x11, V4));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x13, 0x41, 0x1f, 0xf0})
    void refusesAnUnknownFamilyOrProtocol(int family) {
        refused(version2(0x21, family, V4));
    }

    @Test
    void refusesVersion2WithoutRoomForItsAddresses() {
        refused(version2(0x21, 0x11, "cb007109 c6336401 1234"));
        refused(version2(0x21, 0x11, ""));
        refused(version2(0x21, 0x21, V4));
        refused(version2(0x21, 0x11, V4, 11));
    }

    @Test
    void refusesVersion2ThatIsTooLongAsSoonAsItSaysSo() {
        refused(version2(0x21, 0x11, "", 4097));
        refused(version2(0x20, 0x00, "", 0xffff));
    }

    @Test
    void refusesVersion2WithAFlawInItsSignature() {
        for (int i = 0; i < 12; i++) {
            byte[] header = version2(0x21, 0x11, V4);
            header[i]++;
            refused(Arrays.copyOf(header, i + 1));
        }
    }
}
