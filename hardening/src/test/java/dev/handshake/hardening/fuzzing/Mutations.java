package dev.handshake.hardening.fuzzing;

import dev.handshake.Role;
import dev.handshake.conformance.Corpus;
import dev.handshake.conformance.Placeholders;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes new octets of old ones: those of the conformance suite, mixed with words that mean something here. */
final class Mutations {

    /** Longer inputs prove nothing that shorter ones don't, but take their time. */
    private static final int LONGEST_SEED = 8192;

    private static final List<byte[]> WORDS = new ArrayList<>();

    static {
        for (String word :
                ("\r\n|\r\n\r\n|\n|\r|\0|\t| |,|;|:|=|\"|\\|%|[::1]|chunked|close|keep-alive|Upgrade|websocket|13|"
                                + "HTTP/1.1|HTTP/1.0|HTTP/2.0|GET |CONNECT |http://a/|https://|Host: |Connection: |Upgrade: |"
                                + "Content-Length: |Transfer-Encoding: |Expect: 100-continue\r\n|Origin: |Sec-WebSocket-Key: |"
                                + "Sec-WebSocket-Version: 13\r\n|Sec-WebSocket-Accept: |Sec-WebSocket-Protocol: |"
                                + "Sec-WebSocket-Extensions: |permessage-deflate|client_max_window_bits|server_max_window_bits=15|"
                                + "server_no_context_takeover|100 |101 |204 |404 |18446744073709551616|-1|0x10|\u00e9|\u00ff|\u0016\u0003\u0001")
                        .split("\\|")) {
            WORDS.add(word.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private final RandomGenerator random;

    Mutations(RandomGenerator random) {
        this.random = random;
    }

    /** Returns the octets of all cases for both roles. */
    static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        Corpus corpus = Corpus.load();
        for (Role role : Role.values()) {
            corpus.cases(role)
                    .forEach(it -> seeds.add(it.input(Placeholders.defaults()).getBytes(StandardCharsets.ISO_8859_1)));
        }
        seeds.removeIf(seed -> seed.length > LONGEST_SEED);
        return seeds;
    }

    byte[] of(List<byte[]> seeds) {
        byte[] octets = one(seeds).clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            octets = mutated(octets, seeds);
        }
        return octets;
    }

    private byte[] one(List<byte[]> of) {
        return of.get(random.nextInt(of.size()));
    }

    private byte[] mutated(byte[] octets, List<byte[]> seeds) {
        int from = random.nextInt(octets.length + 1);
        int to = Math.min(octets.length, from + random.nextInt(random.nextInt(10) == 0 ? 2000 : 12));
        byte[] part = Arrays.copyOfRange(octets, from, to);
        return switch (random.nextInt(7)) {
            case 0 -> spliced(octets, from, to, new byte[0]);
            case 1 -> spliced(octets, from, from, part);
            case 2 -> spliced(octets, from, random.nextBoolean() ? to : from, one(WORDS));
            case 3 -> spliced(octets, from, from, new byte[] {(byte) random.nextInt(256)});
            case 4 -> spliced(octets, from, Math.min(octets.length, from + 1), new byte[] {(byte) random.nextInt(256)});
            case 5 -> {
                byte[] other = one(seeds);
                int at = random.nextInt(other.length + 1);
                yield spliced(octets, from, octets.length, Arrays.copyOfRange(other, at, other.length));
            }
            default -> {
                for (int i = 0; i < part.length; i++) {
                    part[i] ^= Character.isLetter(part[i] & 0x7f) ? (byte) 0x20 : 0;
                }
                yield spliced(octets, from, to, part);
            }
        };
    }

    private static byte[] spliced(byte[] octets, int from, int to, byte[] between) {
        ByteArrayOutputStream result = new ByteArrayOutputStream(octets.length + between.length);
        result.write(octets, 0, from);
        result.writeBytes(between);
        result.write(octets, to, octets.length - to);
        return result.toByteArray();
    }
}
