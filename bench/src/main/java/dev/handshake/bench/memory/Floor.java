package dev.handshake.bench.memory;

/**
 * What no handshake can do without: the accept value, one look at each octet of a head, and one copy of what comes in and
 * of what goes out. No request is understood here.
 */
public final class Floor {

    private final Accept accept = new Accept();
    private final byte[] received;
    private final byte[] response;

    /** Makes room for heads up to {@code mostBytes}, and for what is written. */
    public Floor(int mostBytes, int writtenBytes) {
        received = new byte[mostBytes];
        response = new byte[writtenBytes];
    }

    /** Does it once; returns something that depends on all of it. */
    public int run(byte[] head, byte[] answer) {
        System.arraycopy(head, 0, received, 0, head.length);
        int lines = 0;
        for (int i = 0; i < head.length; i++) {
            if (received[i] == '\n') {
                lines++;
            }
        }
        accept.write(received, 0, response, response.length - Accept.ACCEPT_BYTES - 4);
        System.arraycopy(response, 0, answer, 0, response.length);
        return lines + answer[response.length - 5];
    }
}
