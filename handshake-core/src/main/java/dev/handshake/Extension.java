package dev.handshake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One member of {@code Sec-WebSocket-Extensions}: an offer in a request, or what was agreed on in a response (RFC 6455,
 * 9.1). Immutable. {@link #toString()} is its text on the wire.
 *
 * @param name the extension's name, a token; letter case counts
 * @param parameters its parameters in order; a name may be there more than once, which most extensions forbid
 */
public record Extension(String name, List<Parameter> parameters) {

    /**
     * A parameter of an extension.
     *
     * @param name a token
     * @param value a token, or null if the parameter has no value
     */
    public record Parameter(String name, @Nullable String value) {

        /**
         * Checks the parts.
         *
         * @param name a token
         * @param value a token or null
         * @throws IllegalArgumentException if a part is no token
         */
        public Parameter {
            if (!Grammar.isToken(name) || value != null && !Grammar.isToken(value)) {
                throw new IllegalArgumentException("not a parameter of tokens: " + Text.shown(name + "=" + value));
            }
        }

        @Override
        public String toString() {
            return value == null ? name : name + "=" + value;
        }
    }

    /**
     * Checks and copies the parts.
     *
     * @param name a token
     * @param parameters any number
     * @throws IllegalArgumentException if the name is no token
     */
    public Extension {
        if (!Grammar.isToken(name)) {
            throw new IllegalArgumentException("the name of an extension is a token, not '" + Text.shown(name) + "'");
        }
        parameters = List.copyOf(parameters);
    }

    /**
     * Parses the value of a {@code Sec-WebSocket-Extensions} field.
     *
     * @param value the value, such as {@code "permessage-deflate; client_max_window_bits"}
     * @return the extensions in order, at least one
     * @throws IllegalArgumentException if it does not follow the grammar of RFC 6455, 9.1
     */
    public static List<Extension> parse(String value) {
        List<Extension> extensions = new ArrayList<>();
        byte[] bytes = Grammar.ascii(value);
        if (ExtensionParser.line(bytes, 0, bytes.length, extensions) <= 0) {
            throw new IllegalArgumentException("not a list of extensions with parameters: " + Text.shown(value));
        }
        return List.copyOf(extensions);
    }

    /**
     * Returns the value of a parameter.
     *
     * @param name the parameter's name
     * @return the value of the first parameter of that name; empty if there is none, or it has no value
     */
    public Optional<String> parameter(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .map(Parameter::value);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name);
        parameters.forEach(parameter -> text.append("; ").append(parameter));
        return text.toString();
    }
}
