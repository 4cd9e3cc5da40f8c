package dev.handshake.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists what users of a module can see: its public and protected types and members, sorted, a line each. */
final class ApiDump {

    private ApiDump() {}

    /** Dumps all packages of the module that {@code inModule} comes from. */
    static String of(Class<?> inModule) throws IOException, URISyntaxException {
        URI place = inModule.getProtectionDomain().getCodeSource().getLocation().toURI();
        Path path = Path.of(place);
        if (Files.isDirectory(path)) {
            return dump(path);
        }
        try (FileSystem jar = FileSystems.newFileSystem(path)) {
            return dump(jar.getPath("/"));
        }
    }

    private static String dump(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF"))
                    .filter(name -> !name.equals("module-info.class") && !name.endsWith("package-info.class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .sorted()
                    .map(ApiDump::load)
                    .filter(ApiDump::isVisible)
                    .map(ApiDump::describe)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ApiDump.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private static boolean isVisible(Class<?> type) {
        return isVisible(type.getModifiers())
                && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String describe(Class<?> type) {
        TreeSet<String> members = new TreeSet<>();
        Stream.of(type.getDeclaredFields())
                .filter(ApiDump::isShown)
                .map(Field::toGenericString)
                .forEach(members::add);
        Stream.of(type.getDeclaredConstructors())
                .filter(ApiDump::isShown)
                .map(Constructor::toGenericString)
                .forEach(members::add);
        Stream.of(type.getDeclaredMethods())
                .filter(ApiDump::isShown)
                .map(Method::toGenericString)
                .forEach(members::add);
        StringBuilder text = new StringBuilder(header(type)).append('\n');
        members.forEach(member -> text.append("    ").append(member).append('\n'));
        return text.toString();
    }

    private static boolean isShown(Member member) {
        return isVisible(member.getModifiers())
                && !member.isSynthetic()
                && !(member instanceof Executable executable && executable.isSynthetic());
    }

    private static String header(Class<?> type) {
        String kind = type.isInterface() ? "interface" : type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
        String modifiers = Modifier.toString(type.getModifiers() & ~(Modifier.INTERFACE | Modifier.ABSTRACT));
        List<String> parents = Stream.concat(
                        Stream.ofNullable(type.getGenericSuperclass()).filter(parent -> parent != Object.class),
                        Arrays.stream(type.getGenericInterfaces()))
                .map(java.lang.reflect.Type::getTypeName)
                .toList();
        return modifiers + " " + kind + " " + type.getName()
                + (parents.isEmpty() ? "" : " : " + String.join(", ", parents));
    }
}
