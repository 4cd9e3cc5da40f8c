package dev.handshake.hardening.fuzzing;

import dev.handshake.ClientHandshake;
import dev.handshake.ClientHandshaker;
import dev.handshake.ConnectionInfo;
import dev.handshake.Decision;
import dev.handshake.Extension;
import dev.handshake.Handshake;
import dev.handshake.HandshakeException;
import dev.handshake.HandshakeRequest;
import dev.handshake.Limits;
import dev.handshake.PermessageDeflate;
import dev.handshake.Relaxation;
import dev.handshake.Role;
import dev.handshake.ServerHandshake;
import dev.handshake.ServerHandshaker;
import dev.handshake.Step;
import dev.handshake.Subprotocols;
import dev.handshake.tls.TlsDetector;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What is done with octets that nobody has vetted, and what must hold of it: nothing is thrown but what is documented, the
 * pieces in which octets come do not matter, and what was accepted is accepted again when it is written out.
 */
enum FuzzTargets {
    SERVER {
        @Override
        void run(byte[] octets) {
            same(SERVER_HANDSHAKER.start(), SERVER_HANDSHAKER.start(), octets);
        }
    },
    RELAXED_SERVER {
        @Override
        void run(byte[] octets) {
            same(RELAXED.start(), RELAXED.start(), octets);
        }
    },
    CLIENT {
        @Override
        void run(byte[] octets) {
            same(CLIENT_HANDSHAKER.start("a.example", "/"), CLIENT_HANDSHAKER.start("a.example", "/"), octets);
        }
    },
    EXPLAIN {
        @Override
        void run(byte[] octets) {
            require(!SERVER_HANDSHAKER
                    .explain(ByteBuffer.wrap(octets), ConnectionInfo.UNKNOWN)
                    .toString()
                    .isEmpty());
        }
    },
    EXTENSIONS {
        @Override
        void run(byte[] octets) {
            List<Extension> read;
            try {
                read = Extension.parse(text(ByteBuffer.wrap(octets)));
            } catch (IllegalArgumentException e) {
                return;
            }
            StringBuilder written = new StringBuilder();
            read.forEach(
                    each -> written.append(written.length() == 0 ? "" : ", ").append(each));
            require(read.isEmpty() || Extension.parse(written.toString()).equals(read));
            read.forEach(PermessageDeflate.defaults()::answer);
        }
    },
    TLS_DETECTOR {
        @Override
        void run(byte[] octets) {
            TlsDetector.Answer whole = TlsDetector.detect(ByteBuffer.wrap(octets));
            for (int i = 0; i < Math.min(octets.length, TlsDetector.MOST_BYTES); i++) {
                TlsDetector.Answer part = TlsDetector.detect(ByteBuffer.wrap(octets, 0, i));
                require(part == TlsDetector.Answer.NEED_MORE || part == whole);
            }
            require(octets.length < TlsDetector.MOST_BYTES || whole != TlsDetector.Answer.NEED_MORE);
        }
    },
    JUDGED_SERVER {
        @Override
        void run(byte[] octets) {
            SecondJudge.SERVER.hear(octets);
        }

        @Override
        int cost() {
            return SecondJudge.COST;
        }
    },
    JUDGED_CLIENT {
        @Override
        void run(byte[] octets) {
            SecondJudge.CLIENT.hear(octets);
        }

        @Override
        int cost() {
            return SecondJudge.COST;
        }
    },
    MESSAGES_TO_SERVER {
        @Override
        void run(byte[] octets) {
            MessageFuzz.run(Role.SERVER, octets);
        }
    },
    MESSAGES_TO_CLIENT {
        @Override
        void run(byte[] octets) {
            MessageFuzz.run(Role.CLIENT, octets);
        }
    };

    private static final Limits SMALL =
            Limits.defaults().withHeadBytes(4096).withHeaders(40).withBodyBytes(2048);
    private static final ServerHandshaker SERVER_HANDSHAKER = server(ServerHandshaker.builder());
    private static final ServerHandshaker RELAXED =
            server(ServerHandshaker.builder().relax(Relaxation.values()).keepAlive(true));
    private static final ClientHandshaker CLIENT_HANDSHAKER = ClientHandshaker.builder()
            .limits(SMALL)
            .subprotocols("chat", "superchat")
            .extensions(PermessageDeflate.defaults())
            .build();

    /** Throws if what must hold does not. */
    abstract void run(byte[] octets);

    /** Returns how many times as long as the others it takes, so that it gets fewer inputs. */
    int cost() {
        return 1;
    }

    private static ServerHandshaker server(ServerHandshaker.Builder builder) {
        return builder.limits(SMALL)
                .subprotocols(Subprotocols.serverPreference("chat"))
                .extensions(PermessageDeflate.defaults())
                .build();
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new AssertionError("what must hold does not");
        }
    }

    /** Gives one engine all octets at once, and the other one octet after the other. */
    private static void same(Handshake whole, Handshake pieces, byte[] octets) {
        String once = drive(whole, octets, octets.length);
        String many = drive(pieces, octets, 1);
        if (!once.equals(many)) {
            throw new AssertionError("in one piece: " + once + "\nin many: " + many);
        }
        if (whole.step() == Step.OPEN && whole instanceof ServerHandshake server) {
            again(server);
        }
    }

    /** A request that was accepted is accepted again when it is put together from what was read of it. */
    private static void again(ServerHandshake accepted) {
        HandshakeRequest request = accepted.request();
        HandshakeRequest.Builder same = HandshakeRequest.builder(request.method(), request.target());
        request.headers().forEach(same::header);
        if (request.relaxations().isEmpty() && request.httpVersion().equals("HTTP/1.1")) {
            require(SERVER_HANDSHAKER.evaluate(same.build()).status() == 101);
        }
    }

    private static String drive(Handshake engine, byte[] octets, int most) {
        ByteBuffer input = ByteBuffer.wrap(octets);
        StringBuilder written = new StringBuilder();
        while (true) {
            switch (engine.step()) {
                case READ -> {
                    if (!input.hasRemaining()) {
                        engine.endOfInput();
                        break;
                    }
                    ByteBuffer room = engine.input();
                    int count = Math.min(most, Math.min(room.remaining(), input.remaining()));
                    room.put(input.slice(input.position(), count));
                    input.position(input.position() + count);
                }
                case WRITE -> {
                    // A client's key is another one each time.
                    written.append(engine instanceof ClientHandshake ? "" : text(engine.output()));
                    engine.output().position(engine.output().limit());
                }
                case DECIDE -> ((ServerHandshake) engine).decide(Decision.accept());
                case OPEN -> {
                    return "open " + engine.subprotocol() + engine.extensions() + written + text(engine.leftover())
                            + text(input);
                }
                case FAILED -> {
                    return failed(engine.failure()) + written;
                }
            }
        }
    }

    private static String failed(HandshakeException e) {
        // Where the pieces end, it may be known sooner that a head is too large: then less of it is known.
        return e.failure() + " " + e.reusable();
    }

    static String text(ByteBuffer octets) {
        return StandardCharsets.ISO_8859_1.decode(octets.duplicate()).toString();
    }
}
