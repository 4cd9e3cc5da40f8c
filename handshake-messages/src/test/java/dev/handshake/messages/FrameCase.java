package dev.handshake.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshake.Extension;
import dev.handshake.Role;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A case of {@code frame-cases.json}: what a peer sends, and what is to come of it. Frames are masked as the peer of the
 * role that reads them must, unless they say otherwise.
 */
public record FrameCase(JsonNode json) {

    private static final HexFormat HEX = HexFormat.of();
    private static final List<String> OPCODES =
            List.of("continuation", "text", "binary", "3", "4", "5", "6", "7", "close", "ping", "pong");
    private static final String KEY = "37fa213d";

    /** All cases that are for the role, in order. */
    public static List<FrameCase> all(Role role) {
        try (InputStream in = FrameCase.class.getResourceAsStream("frame-cases.json")) {
            return StreamSupport.stream(new ObjectMapper().readTree(in).spliterator(), false)
                    .map(FrameCase::new)
                    .filter(it -> it.isFor(role))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isFor(Role role) {
        String only = json.path("role").asText("both");
        return only.equals("both") || only.equalsIgnoreCase(role.name());
    }

    public String name() {
        return json.get("name").asText();
    }

    /** The extension agreed on, in the words of the response; empty for none. */
    public String extension() {
        return json.path("deflate").asText("");
    }

    public DeflateTerms terms(Role role) {
        return extension().isEmpty()
                ? null
                : DeflateTerms.of(Extension.parse(extension()), role).orElseThrow();
    }

    public MessageLimits limits() {
        JsonNode limits = json.path("limits");
        MessageLimits defaults = MessageLimits.defaults();
        return defaults.withFrameBytes(limits.path("frameBytes").asLong(defaults.frameBytes()))
                .withMessageBytes(limits.path("messageBytes").asInt(defaults.messageBytes()));
    }

    /** The rule that is broken in the end, or null. */
    public MessageFailure failure() {
        return json.has("failure") ? MessageFailure.valueOf(json.get("failure").asText()) : null;
    }

    /** Behind how many octets the rule must have been found broken; 0 if the case does not say. */
    int failsAt(Role reader) {
        int masked = reader == Role.SERVER ? 4 : 0;
        return json.has("failsAtPayload")
                ? json.get("failsAtPayload").asInt() + 4 + masked
                : json.path("failsAt").asInt();
    }

    /** What is to be found, as {@link #shown} shows it. */
    public List<String> expected() {
        List<String> expected = new ArrayList<>();
        for (JsonNode it : json.get("expect")) {
            String kind = it.fieldNames().next();
            expected.add(
                    switch (kind) {
                        case "close" ->
                            "close " + it.get("close").asInt() + " "
                                    + it.get("reason").asText();
                        case "text" ->
                            "text "
                                    + (it.get(kind).isTextual()
                                            ? it.get(kind).asText()
                                            : new String(repeated(it.get(kind)), StandardCharsets.UTF_8));
                        default ->
                            kind + " "
                                    + (it.get(kind).isTextual()
                                            ? it.get(kind).asText()
                                            : HEX.formatHex(repeated(it.get(kind))));
                    });
        }
        return expected;
    }

    private static byte[] repeated(JsonNode node) {
        return HEX.parseHex(node.get("repeat").asText().repeat(node.get("times").asInt()));
    }

    /** What a decoder has found, or what {@code message} is. */
    public static String shown(Received received, MessageDecoder decoder) {
        return switch (received) {
            case NOTHING -> "nothing";
            case MESSAGE -> shown(decoder.message());
            case PING -> "ping " + hex(decoder.payload());
            case PONG -> "pong " + hex(decoder.payload());
            case CLOSE ->
                "close " + decoder.close().code() + " " + decoder.close().reason();
        };
    }

    public static String shown(Message message) {
        return message.isText() ? "text " + message.text() : "binary " + hex(message.data());
    }

    private static String hex(ByteBuffer octets) {
        byte[] copy = new byte[octets.remaining()];
        octets.get(copy);
        return HEX.formatHex(copy);
    }

    /** The octets of all frames, as a peer sends them to this role. */
    public byte[] octets(Role reader) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(octets)) {
            for (JsonNode frame : json.get("frames")) {
                write(frame, reader == Role.SERVER, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return octets.toByteArray();
    }

    private static void write(JsonNode frame, boolean byClient, DataOutputStream out) throws IOException {
        boolean masked = frame.path("masked").asBoolean(byClient);
        int opcode = frame.get("op").isInt()
                ? frame.get("op").asInt()
                : OPCODES.indexOf(frame.get("op").asText());
        boolean last = frame.path("fin").asBoolean(true);
        out.write((last ? 0x80 : 0) | frame.path("rsv").asInt() << 4 | opcode);
        byte[] payload = payload(frame);
        int mask = masked ? 0x80 : 0;
        int length = frame.path("length").asInt(payload.length);
        int bits = frame.path("lengthBits").asInt(length < 126 ? 7 : length <= 0xffff ? 16 : 64);
        if (frame.has("announced")) {
            out.write(mask | 127);
            out.write(HEX.parseHex(frame.get("announced").asText()));
        } else if (bits == 7) {
            out.write(mask | length);
        } else if (bits == 16) {
            out.write(mask | 126);
            out.writeShort(length);
        } else {
            out.write(mask | 127);
            out.writeLong(length);
        }
        if (masked) {
            byte[] key = HEX.parseHex(frame.path("key").asText(KEY));
            out.write(key);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= key[i % 4];
            }
        }
        out.write(payload);
    }

    private static byte[] payload(JsonNode frame) {
        if (frame.has("repeat")) {
            return repeated(frame);
        }
        return frame.has("hex")
                ? HEX.parseHex(frame.get("hex").asText())
                : frame.path("text").asText("").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return name() + " (" + json.get("clause").asText() + ")";
    }
}
