package dev.handshake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The header fields of a message, in order. Names compare without regard to the case of ASCII letters; a value is what
 * was between the colon and the line end without the white space around it, an octet a character (ISO 8859-1). A value
 * becomes a String when it is asked for. Immutable and thread-safe.
 *
 * <p>There is no way to get "the" value of a field that is there several times: ask for the {@linkplain #only only} one,
 * or for all {@linkplain #list members} of a list, so that it is never luck which one of several counts.
 */
public final class Headers {

    private final Head head;

    Headers(Head head) {
        this.head = head;
    }

    /**
     * Makes header fields.
     *
     * @param namesAndValues a name, its value, a name, its value, and so on
     * @return the fields in this order
     * @throws IllegalArgumentException if a name is no token, a value can't be sent as it stands, or one is left over
     */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("names and values must come in pairs");
        }
        Builder builder = builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    /**
     * Returns an empty builder.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder(false);
    }

    /**
     * Returns the number of field lines.
     *
     * @return how many there are
     */
    public int size() {
        return head.count();
    }

    /**
     * Tells whether a field is there.
     *
     * @param name the field's name
     * @return true if it has at least one line, be it empty
     */
    public boolean contains(String name) {
        return !lines(name).isEmpty();
    }

    /**
     * Returns the value of a field that is there exactly once.
     *
     * @param name the field's name
     * @return the value, perhaps empty; nothing if the field is not there, or is there several times
     */
    public Optional<String> only(String name) {
        List<String> lines = lines(name);
        return lines.size() == 1 ? Optional.of(lines.get(0)) : Optional.empty();
    }

    /**
     * Returns the members of a list field: the combination of all its lines, split at the commas that are not within
     * quotes, without white space around them and without empty ones (RFC 9110, 5.6.1).
     *
     * @param name the field's name
     * @return the members in order
     */
    public List<String> list(String name) {
        List<String> members = new ArrayList<>();
        lines(name).forEach(line -> split(line, members));
        return List.copyOf(members);
    }

    /**
     * Returns the values of all lines of a field.
     *
     * @param name the field's name
     * @return the values in order, perhaps none
     */
    public List<String> lines(String name) {
        List<String> lines = new ArrayList<>();
        byte[] lower = Grammar.ascii(Grammar.lower(name));
        for (int line = head.fieldsFrom; head.isField(line); line = head.nextLine(line)) {
            if (Grammar.sameIgnoringCase(head.bytes, line, head.colon(line), lower)) {
                lines.add(head.value(head.valueFrom(line)));
            }
        }
        return List.copyOf(lines);
    }

    /**
     * Gives each line, in order, to a function.
     *
     * @param action given the name as it was sent and the value
     */
    public void forEach(BiConsumer<String, String> action) {
        for (int line = head.fieldsFrom; head.isField(line); line = head.nextLine(line)) {
            action.accept(head.name(line), head.value(head.valueFrom(line)));
        }
    }

    private static void split(String line, List<String> members) {
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i <= line.length(); i++) {
            if (i == line.length() || line.charAt(i) == ',' && !quoted) {
                String member = line.substring(from, i).strip();
                if (!member.isEmpty()) {
                    members.add(member);
                }
                from = i + 1;
            } else if (line.charAt(i) == '"') {
                quoted = !quoted;
            } else if (line.charAt(i) == '\\' && quoted && i + 1 < line.length()) {
                i++;
            }
        }
    }

    /**
     * Shows the fields for a person: a line each, values escaped and cut, those of credentials and the key left out.
     *
     * @return the text
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        forEach((name, value) -> text.append(Text.shown(name))
                .append(": ")
                .append(Text.shownUnlessSecret(name, value))
                .append('\n'));
        return text.toString();
    }

    /** Collects header fields. Not thread-safe. */
    public static final class Builder {

        private final List<String> namesAndValues = new ArrayList<>();
        private final boolean guarded;

        /** A guarded builder refuses the fields that the handshake writes itself. */
        Builder(boolean guarded) {
            this.guarded = guarded;
        }

        /**
         * Adds a line.
         *
         * @param name a token
         * @param value visible characters of ISO 8859-1, spaces and tabs, neither first nor last a blank
         * @return this
         * @throws IllegalArgumentException if the name is no token or belongs to the handshake; if the value holds a CR,
         *     LF, NUL or other control character, or could not arrive as it stands
         */
        public Builder add(String name, String value) {
            check(name, value);
            namesAndValues.add(name);
            namesAndValues.add(value);
            return this;
        }

        /**
         * Removes the lines of a field, and adds one.
         *
         * @param name as for {@link #add}
         * @param value as for {@link #add}
         * @return this
         * @throws IllegalArgumentException as for {@link #add}
         */
        public Builder set(String name, String value) {
            check(name, value);
            remove(name);
            return add(name, value);
        }

        /**
         * Removes the lines of a field.
         *
         * @param name the field's name
         * @return this
         */
        public Builder remove(String name) {
            for (int i = namesAndValues.size() - 2; i >= 0; i -= 2) {
                if (Grammar.lower(namesAndValues.get(i)).equals(Grammar.lower(name))) {
                    namesAndValues.subList(i, i + 2).clear();
                }
            }
            return this;
        }

        /**
         * Adds all lines of other fields.
         *
         * @param headers the fields
         * @return this
         * @throws IllegalArgumentException as for {@link #add}
         */
        public Builder addAll(Headers headers) {
            headers.forEach(this::add);
            return this;
        }

        /**
         * Returns the fields collected so far.
         *
         * @return the fields
         */
        public Headers build() {
            return new Headers(writeTo(new HeadWriter()).head());
        }

        HeadWriter writeTo(HeadWriter writer) {
            for (int i = 0; i < namesAndValues.size(); i += 2) {
                writer.field(namesAndValues.get(i), namesAndValues.get(i + 1));
            }
            return writer;
        }

        private void check(String name, String value) {
            if (!Grammar.isToken(name)) {
                throw new IllegalArgumentException(
                        "a field name is a token of letters, digits and !#$%&'*+-.^_`|~, not '" + Text.shown(name)
                                + "'");
            }
            if (guarded && Field.ownedByHandshake(name)) {
                throw new IllegalArgumentException("the field " + name + " is written by the handshake alone");
            }
            if (!Grammar.isFieldValue(value)) {
                throw new IllegalArgumentException("the value of " + name
                        + " holds a control character such as CR or LF, or one that is not ISO 8859-1: "
                        + Text.shownUnlessSecret(name, value));
            }
            if (!value.isEmpty()
                    && (Grammar.isBlank((byte) value.charAt(0))
                            || Grammar.isBlank((byte) value.charAt(value.length() - 1)))) {
                throw new IllegalArgumentException(
                        "the value of " + name + " begins or ends with white space, which would not arrive");
            }
        }
    }
}
