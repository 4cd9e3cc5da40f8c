package dev.handshake.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.handshake.blocking.BlockingTransport;
import dev.handshake.netty.NettyTransport;
import dev.handshake.nio.NioTransport;
import dev.handshake.spi.ByteTransport;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is looked up by name: nothing for a handshake, and so nothing that a native image would have to be told of. */
class ReflectionTest {

    private static final Pattern BY_NAME = Pattern.compile("java\\.lang\\.reflect\\..*"
            + "|java\\.lang\\.Class\\.(forName|newInstance|get(Declared)?(Method|Constructor|Field)s?)\\(.*"
            + "|java\\.lang\\.invoke\\.MethodHandles\\$Lookup\\.(find|unreflect|defineClass).*"
            + "|java\\.lang\\.ClassLoader\\.loadClass.*");

    @Test
    void onlyWhatMayBeMissingIsLookedUpByName() {
        assertThat(lookUps())
                .containsExactlyInAnyOrder(
                        // Virtual threads, which JDK 17 has not. Once, when the class is loaded or a group opened.
                        "dev.handshake.Background",
                        "dev.handshake.blocking.GroupThreads",
                        // Netty's TLS, which is optional. Once, when the class is loaded.
                        "dev.handshake.netty.Tls");
    }

    private static Set<String> lookUps() {
        return modules().stream()
                .flatMap(type -> type.getAccessesFromSelf().stream())
                .filter(access ->
                        BY_NAME.matcher(access.getTarget().getFullName()).matches())
                .map(JavaAccess::getOriginOwner)
                .map(JavaClass::getName)
                .collect(Collectors.toSet());
    }

    private static JavaClasses modules() {
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false); // calls are named without it
        return new ClassFileImporter()
                .importUrls(Stream.of(
                                ByteTransport.class, BlockingTransport.class, NettyTransport.class, NioTransport.class)
                        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                        .toList());
    }
}
