package dev.handshake;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The header that a proxy puts in front of a connection to say whose it is: the PROXY protocol, versions 1 and 2. Without
 * I/O: it is parsed from what has arrived, again from the start with each piece, which is cheap since it is short.
 */
final class ProxyHeader {

    /** The longest header of version 1, its line end included. */
    private static final int LONGEST_LINE = 107;

    private static final byte[] V1 = Grammar.ascii("PROXY ");
    private static final byte[] V2 = {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a};
    private static final int V2_FIXED = 16;
    /** Addresses and what is behind them; far above what any proxy sends. */
    private static final int V2_LONGEST = 4096;

    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final int TCP_4 = 0x11;
    private static final int TCP_6 = 0x21;
    /** Unspecified, IPv4, IPv6, UNIX; and unspecified, stream, datagram. */
    private static final int LAST_FAMILY = 3;

    private static final int LAST_KIND = 2;

    /** The octets that the header takes. */
    final int octets;

    /** Where the connection came from, and went to; null if the proxy itself made it, or does not know. */
    final @Nullable InetSocketAddress source;

    final @Nullable InetSocketAddress destination;

    private ProxyHeader(int octets, @Nullable InetSocketAddress source, @Nullable InetSocketAddress destination) {
        this.octets = octets;
        this.source = source;
        this.destination = destination;
    }

    /**
     * Parses the header at the start of a connection.
     *
     * @param received all that has arrived
     * @return the header; null if it goes on
     * @throws Malformed if this is none
     */
    static @Nullable ProxyHeader parse(byte[] received) throws IOException {
        int known = Math.min(received.length, V2.length);
        if (Arrays.equals(received, 0, known, V2, 0, known)) {
            return received.length < V2_FIXED ? null : version2(received);
        }
        known = Math.min(received.length, V1.length);
        if (Arrays.equals(received, 0, known, V1, 0, known)) {
            return version1(received);
        }
        throw malformed("the connection does not begin with one");
    }

    /** What came is no header. */
    static final class Malformed extends IOException {

        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }

    private static Malformed malformed(String why) {
        return new Malformed("no valid PROXY protocol header: " + why
                + " (is the proxy set up to send it, and is this port reached through the proxy only?)");
    }

    private static @Nullable ProxyHeader version1(byte[] received) throws IOException {
        int end = 0;
        while (end < received.length && received[end] != '\n') {
            end++;
        }
        if (end >= LONGEST_LINE) {
            throw malformed("its line is longer than 107 octets");
        }
        if (end == received.length) {
            return null;
        }
        if (received[end - 1] != '\r') {
            throw malformed("its line ends without a CR");
        }
        String line = Grammar.text(received, 0, end - 1);
        if (line.equals("PROXY UNKNOWN") || line.startsWith("PROXY UNKNOWN ")) {
            return new ProxyHeader(end + 1, null, null);
        }
        String[] parts = line.split(" ", -1);
        boolean v6 = parts[1].equals("TCP6");
        if (parts.length != 6 || !v6 && !parts[1].equals("TCP4")) {
            throw malformed("its line is not 'PROXY TCP4|TCP6 source destination port port'");
        }
        return new ProxyHeader(
                end + 1,
                new InetSocketAddress(literal(parts[2], v6), port(parts[4])),
                new InetSocketAddress(literal(parts[3], v6), port(parts[5])));
    }

    /** An address as digits: a name would be looked up, so nothing that could be one gets through. */
    private static InetAddress literal(String text, boolean v6) throws IOException {
        if (!(v6 ? Authority.isValid("[" + text + "]") : Authority.isIpv4(text))) {
            throw malformed("an address is none");
        }
        return InetAddress.getByName(text);
    }

    private static int port(String text) throws IOException {
        int port = text.matches("0|[1-9][0-9]{0,4}") ? Integer.parseInt(text) : -1;
        if (port < 0 || port > 65535) {
            throw malformed("a port is none");
        }
        return port;
    }

    private static @Nullable ProxyHeader version2(byte[] received) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(received);
        int command = header.get(12) & 0xff;
        int family = header.get(13) & 0xff;
        int length = header.getShort(14) & 0xffff;
        if (command != LOCAL && command != PROXY) {
            throw malformed("its version or command is unknown");
        }
        if (length > V2_LONGEST) {
            throw malformed("it is longer than 4096 octets");
        }
        int end = V2_FIXED + length;
        if (received.length < end) {
            return null;
        }
        if (family >> 4 > LAST_FAMILY || (family & 0xf) > LAST_KIND) {
            throw malformed("its address family or protocol is unknown");
        }
        int address = family == TCP_4 ? 4 : family == TCP_6 ? 16 : 0;
        if (command == LOCAL || address == 0) {
            return new ProxyHeader(end, null, null);
        }
        if (length < 2 * address + 4) {
            throw malformed("it is too short for its addresses");
        }
        int ports = V2_FIXED + 2 * address;
        return new ProxyHeader(
                end,
                new InetSocketAddress(address(received, V2_FIXED, address), header.getShort(ports) & 0xffff),
                new InetSocketAddress(
                        address(received, V2_FIXED + address, address), header.getShort(ports + 2) & 0xffff));
    }

    private static InetAddress address(byte[] octets, int from, int length) throws UnknownHostException {
        return InetAddress.getByAddress(Arrays.copyOfRange(octets, from, from + length));
    }
}
