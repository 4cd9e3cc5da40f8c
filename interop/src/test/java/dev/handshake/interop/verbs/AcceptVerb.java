package dev.handshake.interop.verbs;

import dev.handshake.Established;
import dev.handshake.HandshakeRequest;
import dev.handshake.ServerHandshaker;
import dev.handshake.interop.wire.Octets;
import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One of the forms of {@code accept}, in one of its styles. */
record AcceptVerb(Form form, boolean async) {

    /** What the verb is given, of a request and octets behind it. The peer sends the remainder. */
    enum Form {
        /** Nothing. */
        FROM_THE_WIRE,
        /** Half of the request. */
        PARTLY_READ,
        /** The request and half of what is behind. */
        MORE_THAN_READ,
        /** The request, parsed. */
        PARSED,
        /** The request, parsed, and half of what is behind. */
        PARSED_WITH_MORE;

        boolean parsed() {
            return this == PARSED || this == PARSED_WITH_MORE;
        }

        /** How many octets are taken from the front before the verb. */
        int taken(String request, String rest) {
            return switch (this) {
                case FROM_THE_WIRE -> 0;
                case PARTLY_READ -> request.length() / 2;
                case PARSED -> request.length();
                case MORE_THAN_READ, PARSED_WITH_MORE -> request.length() + rest.length() / 2;
            };
        }
    }

    static List<AcceptVerb> all() {
        List<AcceptVerb> all = new ArrayList<>();
        for (Form form : Form.values()) {
            all.add(new AcceptVerb(form, false));
            all.add(new AcceptVerb(form, true));
        }
        return all;
    }

    /** Those that still have to read some of the request. */
    static List<AcceptVerb> reading() {
        return all().stream()
                .filter(verb -> verb.form == Form.FROM_THE_WIRE || verb.form == Form.PARTLY_READ)
                .toList();
    }

    String onTheWire(String request, String rest) {
        return (request + rest).substring(form.taken(request, rest));
    }

    Established wait(ServerHandshaker server, ByteTransport transport, String request, String rest) throws IOException {
        return switch (form) {
            case FROM_THE_WIRE -> server.accept(transport);
            case PARTLY_READ, MORE_THAN_READ -> server.accept(transport, alreadyRead(request, rest));
            case PARSED -> server.accept(transport, parsed(request));
            case PARSED_WITH_MORE -> server.accept(transport, parsed(request), alreadyRead(request, rest));
        };
    }

    CompletableFuture<Established> start(
            ServerHandshaker server, ByteTransport transport, String request, String rest) {
        return switch (form) {
            case FROM_THE_WIRE -> server.acceptAsync(transport);
            case PARTLY_READ, MORE_THAN_READ -> server.acceptAsync(transport, alreadyRead(request, rest));
            case PARSED -> server.acceptAsync(transport, parsed(request));
            case PARSED_WITH_MORE -> server.acceptAsync(transport, parsed(request), alreadyRead(request, rest));
        };
    }

    private ByteBuffer alreadyRead(String request, String rest) {
        String taken = (request + rest).substring(0, form.taken(request, rest));
        return ByteBuffer.wrap(Octets.of(form.parsed() ? taken.substring(request.length()) : taken));
    }

    private static HandshakeRequest parsed(String request) {
        String[] lines = request.split("\r\n");
        String[] first = lines[0].split(" ");
        HandshakeRequest.Builder builder = HandshakeRequest.builder(first[0], first[1]);
        for (int i = 1; i < lines.length; i++) {
            String[] field = lines[i].split(": ", 2);
            builder.header(field[0], field[1]);
        }
        return builder.build();
    }

    @Override
    public String toString() {
        return (async ? "async, " : "waiting, ") + form;
    }
}
