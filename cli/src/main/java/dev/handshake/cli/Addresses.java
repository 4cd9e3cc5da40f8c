package dev.handshake.cli;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** How addresses are written: as in a URL, without names, which nobody has checked. */
final class Addresses {

    private Addresses() {}

    /** Returns the number of a port to listen on, 0 for any, if it is one. */
    static int port(int number) {
        if (number < 0 || number > 0xffff) {
            throw new IllegalArgumentException("a port is 0 to 65535, not " + number);
        }
        return number;
    }

    static String text(SocketAddress address) {
        return address instanceof InetSocketAddress inet && inet.getAddress() != null
                ? text(inet.getAddress(), inet.getPort())
                : address.toString();
    }

    static String text(InetAddress address, int port) {
        String host = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + compressed(host) + "]:" + port : host + ":" + port;
    }

    /** Writes {@code ::} for the first run of zeros: {@code 0:0:0:0:0:0:0:1} is {@code ::1}. */
    private static String compressed(String ipv6) {
        return ipv6.replaceFirst("(^|:)0(:0)+(?=$|:|%):?", "::");
    }
}
