package dev.handshake.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** The measures of one part as a table: a row for each subject and setting, a column for each group. */
public final class Pivot {

    private static final Map<String, String> REFERENCE = Map.of(
            "memory", "server.floor/BROWSER",
            "load", "bare nio",
            "client", "bare nio",
            "cold", "bare nio",
            "syscalls", "bare nio");

    private Pivot() {}

    /** Returns the parts that were measured: what is before the dot of the groups' names. */
    public static Set<String> parts(Measures measures) {
        Set<String> parts = new LinkedHashSet<>();
        measures.all().forEach(measure -> parts.add(part(measure.group())));
        return parts;
    }

    /** Returns the rows of a part below their head, in which the first column has the ratio to the bare one beside it. */
    public static List<List<String>> rows(String part, Measures measures) {
        Map<String, String> units = new LinkedHashMap<>();
        Set<String> names = new LinkedHashSet<>();
        for (Measure measure : measures.all()) {
            if (part(measure.group()).equals(part)) {
                units.put(measure.group(), measure.unit());
                names.add(name(measure));
            }
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(head(part, units));
        names.forEach(name -> rows.add(row(part, name, units.keySet(), measures)));
        return rows;
    }

    private static List<String> head(String part, Map<String, String> units) {
        List<String> head = new ArrayList<>(List.of(part));
        units.forEach((group, unit) -> {
            String name = group.substring(part.length() + 1);
            head.add(name.equals(unit) ? name : (name + " " + unit).strip());
            if (head.size() == 2 && REFERENCE.containsKey(part)) {
                head.add("×");
            }
        });
        return head;
    }

    private static List<String> row(String part, String name, Set<String> groups, Measures measures) {
        List<String> row = new ArrayList<>(List.of(name.replace("/", ", ")));
        String reference = REFERENCE.get(part);
        for (String group : groups) {
            row.add(shown(measures.median(group + "/" + name)));
            if (row.size() == 2 && reference != null) {
                row.add(shown(measures.ratio(group + "/" + name, group + "/" + reference)));
            }
        }
        return row;
    }

    private static String shown(OptionalDouble number) {
        return number.isPresent() ? Text.number(number.getAsDouble()) : "";
    }

    private static String part(String group) {
        return group.substring(0, group.indexOf('.'));
    }

    private static String name(Measure measure) {
        return Measure.key(measure.subject(), measure.setting(), "").replaceAll("/$", "");
    }
}
