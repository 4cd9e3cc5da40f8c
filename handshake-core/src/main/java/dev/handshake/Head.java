package dev.handshake;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1 head: its octets, and where its parts lie in them. Nothing becomes a String until someone asks. An engine
 * fills the same head again and again; {@link #copy} makes one that lasts.
 */
final class Head {

    /** No number at all where {@code HTTP/x.y} belongs. */
    static final int NO_VERSION = -1;

    private static final int NAME = 0;
    private static final int NAME_END = 1;
    private static final int VALUE = 2;
    private static final int VALUE_END = 3;
    private static final int FIELD = 4;
    private static final int WIDTH = 5;
    private static final int UNKNOWN = -1;

    byte[] bytes;

    /** The three parts of a request line; of a status line, the first is the version and the second the reason. */
    int methodFrom;

    int methodTo;
    int targetFrom;
    int targetTo;

    /** What {@link #locateHost()} found. */
    int hostFrom;

    int hostTo;

    /** Major times ten plus minor, so 11 for {@code HTTP/1.1}, or {@link #NO_VERSION}. */
    int version;

    /** Of a response. */
    int status;

    /** One bit for each relaxation without which this head would not have been understood. */
    int relaxations;

    /** What is wrong with the syntax, as the end of a sentence, and at which octet; null while nothing is. */
    @Nullable
    String problem;

    int problemAt;

    private int[] table;
    private int count;

    /** One bit for each {@link Field} that is there, and for each that is there several times. */
    private int present;

    private int repeated;

    /** Made when it is first needed, and used again. */
    private @Nullable ExtensionParser extensionChecker;

    Head() {
        this(new byte[0], new int[0], 0);
    }

    private Head(byte[] bytes, int[] table, int count) {
        this.bytes = bytes;
        this.table = table;
        this.count = count;
    }

    void clear(byte[] bytes, int expectedFields) {
        this.bytes = bytes;
        if (table.length < expectedFields * WIDTH) {
            table = new int[expectedFields * WIDTH];
        }
        count = present = repeated = 0;
        methodFrom = methodTo = targetFrom = targetTo = 0;
        version = NO_VERSION;
        status = 0;
        relaxations = 0;
        problem = null;
        problemAt = 0;
    }

    /** Returns a head of its own: the first {@code length} octets and the table, each copied once. */
    Head copy(int length) {
        return with(Arrays.copyOf(bytes, length), Arrays.copyOf(table, count * WIDTH));
    }

    /**
     * Returns a head of the first {@code length} octets that lasts as long as nobody writes over these octets: octets and
     * table themselves where they are no larger than they must be, else copies.
     */
    Head share(int length) {
        return with(
                bytes.length == length ? bytes : Arrays.copyOf(bytes, length),
                table.length == count * WIDTH ? table : Arrays.copyOf(table, count * WIDTH));
    }

    /** Lets go of the table, which somebody else has now. */
    void renounce() {
        table = new int[0];
    }

    private Head with(byte[] bytes, int[] table) {
        Head copy = new Head(bytes, table, count);
        copy.methodFrom = methodFrom;
        copy.methodTo = methodTo;
        copy.targetFrom = targetFrom;
        copy.targetTo = targetTo;
        copy.version = version;
        copy.status = status;
        copy.relaxations = relaxations;
        copy.present = present;
        copy.repeated = repeated;
        return copy;
    }

    void add(int nameFrom, int nameTo, int valueFrom, int valueTo) {
        int row = count * WIDTH;
        if (row == table.length) {
            table = Arrays.copyOf(table, Math.max(8 * WIDTH, 2 * row));
        }
        Field field = Field.of(bytes, nameFrom, nameTo);
        table[row + NAME] = nameFrom;
        table[row + NAME_END] = nameTo;
        table[row + VALUE] = valueFrom;
        table[row + VALUE_END] = valueTo;
        table[row + FIELD] = field == null ? UNKNOWN : field.ordinal();
        if (field != null) {
            repeated |= present & field.bit;
            present |= field.bit;
        }
        count++;
    }

    /** Lets the last field's value go on over a folded line, whose text lies between these octets. */
    void foldLast(int textFrom, int textTo) {
        int row = (count - 1) * WIDTH;
        if (table[row + VALUE] == table[row + VALUE_END]) {
            table[row + VALUE] = textFrom;
        }
        table[row + VALUE_END] = Math.max(textTo, table[row + VALUE]);
    }

    /** Notes what breaks the syntax, and returns false, which is what the parser that found it returns. */
    boolean malformed(String problem, int at) {
        this.problem = problem;
        this.problemAt = at;
        return false;
    }

    int count() {
        return count;
    }

    int nameFrom(int line) {
        return table[line * WIDTH + NAME];
    }

    int nameTo(int line) {
        return table[line * WIDTH + NAME_END];
    }

    int valueFrom(int line) {
        return table[line * WIDTH + VALUE];
    }

    int valueTo(int line) {
        return table[line * WIDTH + VALUE_END];
    }

    String name(int line) {
        return Grammar.text(bytes, nameFrom(line), nameTo(line));
    }

    String value(int line) {
        return Grammar.text(bytes, valueFrom(line), valueTo(line));
    }

    /** Returns the first line of a field from line {@code from} on, or -1. */
    int next(Field field, int from) {
        if (!has(field)) {
            return -1;
        }
        for (int line = from; line < count; line++) {
            if (table[line * WIDTH + FIELD] == field.ordinal()) {
                return line;
            }
        }
        return -1;
    }

    /** Returns the line of a field that follows one of the same field, or -1. */
    int after(Field field, int line) {
        return (repeated & field.bit) == 0 ? -1 : next(field, line + 1);
    }

    boolean has(Field field) {
        return (present & field.bit) != 0;
    }

    /** Returns the line of a field that is there exactly once, or -1. */
    int only(Field field) {
        return (present & ~repeated & field.bit) != 0 ? next(field, 0) : -1;
    }

    /** Tells whether the value of a line is exactly this text. */
    boolean valueIs(int line, byte[] text) {
        return Grammar.same(bytes, valueFrom(line), valueTo(line), text);
    }

    /**
     * Tells whether a list field, the combination of all its lines, has this member, the case of letters aside (RFC 9110,
     * 5.6.1). Members compare whole.
     */
    boolean hasMember(Field field, byte[] lower) {
        for (int line = next(field, 0); line >= 0; line = after(field, line)) {
            if (hasMember(valueFrom(line), valueTo(line), lower)) {
                return true;
            }
        }
        return false;
    }

    /** Not by way of {@link Members}, so that it leaves no garbage behind. */
    private boolean hasMember(int from, int to, byte[] lower) {
        int at = from;
        while (at < to) {
            int memberFrom = Grammar.skipBlanks(bytes, at, to);
            int comma = memberFrom;
            while (comma < to && bytes[comma] != ',') {
                comma++;
            }
            if (Grammar.sameIgnoringCase(bytes, memberFrom, Grammar.trimBlanks(bytes, memberFrom, comma), lower)) {
                return true;
            }
            at = comma + 1;
        }
        return false;
    }

    /**
     * Finds the host that the request is for: the authority of an absolute target, which replaces {@code Host} (RFC 9112,
     * 3.2.2), else the only {@code Host} line. Returns false if there is neither.
     */
    boolean locateHost() {
        if (targetFrom < targetTo && bytes[targetFrom] != '/') {
            int scheme = targetFrom;
            while (scheme < targetTo && bytes[scheme] != ':') {
                scheme++;
            }
            hostFrom = Math.min(scheme + 3, targetTo);
            hostTo = HeadParser.authorityEnd(bytes, hostFrom, targetTo);
            return true;
        }
        int line = only(Field.HOST);
        hostFrom = line < 0 ? 0 : valueFrom(line);
        hostTo = line < 0 ? 0 : valueTo(line);
        return line >= 0;
    }

    /** Tells whether the extensions, which are there, are well-formed. Not for a head that several threads look at. */
    boolean hasValidExtensions() {
        if (extensionChecker == null) {
            extensionChecker = new ExtensionParser(null);
        }
        return extensionChecker.field(this);
    }

    boolean methodIs(byte[] method) {
        return Grammar.same(bytes, methodFrom, methodTo, method);
    }
}
