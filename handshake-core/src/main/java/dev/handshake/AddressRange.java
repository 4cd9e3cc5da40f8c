package dev.handshake;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A range of IP addresses, such as {@code 10.0.0.0/8}. */
record AddressRange(byte[] prefix, int bits) {

    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        boolean bitsAreNumber = slash < 0 || text.substring(slash + 1).matches("[0-9]{1,3}");
        if (!bitsAreNumber || !Authority.isIpv4(address) && !Authority.isValid("[" + address + "]")) {
            throw malformed(text);
        }
        try {
            byte[] prefix = InetAddress.getByName(address).getAddress();
            int bits = slash < 0 ? 8 * prefix.length : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > 8 * prefix.length) {
                throw malformed(text);
            }
            return new AddressRange(prefix, bits);
        } catch (UnknownHostException e) {
            throw malformed(text);
        }
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "an address range is an IP address and perhaps a length, such as 10.0.0.0/8, not '" + Text.shown(text)
                        + "'");
    }

    boolean holds(InetAddress address) {
        byte[] octets = address.getAddress();
        if (octets.length != prefix.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((octets[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
