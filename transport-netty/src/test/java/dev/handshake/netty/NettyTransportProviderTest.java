package dev.handshake.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.handshake.Transports;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import dev.handshake.spi.TransportProvider;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class NettyTransportProviderTest {

    @Test
    void isFoundByItsName() {
        assertThat(Transports.named("netty")).isExactlyInstanceOf(NettyTransportProvider.class);
        assertThat(Transports.named("netty").rank()).isEqualTo(5);
        assertThat(Transports.named("netty-nio")).isInstanceOf(NettyTransportProvider.Nio.class);
    }

    @Test
    void eachKindHasANameOfItsOwnThatTheContractAllows() {
        assertThat(Transports.all())
                .filteredOn(provider -> provider.rank() == -1)
                .extracting(TransportProvider::name)
                .containsExactly("netty-epoll", "netty-io-uring", "netty-kqueue", "netty-nio")
                .allMatch(name -> name.matches("[a-z0-9-]+"));
    }

    @Test
    void takesTheBestKindThatWorks() throws Exception {
        try (TransportGroup group = new NettyTransportProvider().open(TransportOptions.defaults())) {
            assertThat(group).asString().contains(NettyKind.best().suffix);
        }
        assertThat(NettyKind.best().unavailable()).isEmpty();
    }

    @Test
    void aKindThatDoesNotWorkSaysWhyAndDoesNotOpen() {
        NettyTransportProvider.KQueue kqueue = new NettyTransportProvider.KQueue();
        kqueue.unavailable().ifPresent(why -> {
            assertThat(why).contains("netty-transport-native-kqueue");
            assertThatIllegalStateException()
                    .isThrownBy(() -> kqueue.open(TransportOptions.defaults()))
                    .withMessageContaining(why);
        });
    }

    @Test
    void withoutTheNativeArtifactsItNamesThemAndGoesOnWithNio() throws Exception {
        try (URLClassLoader loader = without(jar -> jar.contains("epoll")
                || jar.contains("kqueue")
                || jar.contains("io_uring")
                || jar.contains("netty-handler"))) {
            List<TransportProvider> found = providers(loader);
            assertThat(unavailable(found, "netty-epoll").orElseThrow())
                    .contains("needs the artifact io.netty:netty-transport-native-epoll");
            assertThat(unavailable(found, "netty-io-uring").orElseThrow())
                    .contains("io.netty:netty-transport-native-io_uring");
            assertThat(unavailable(found, "netty-kqueue").orElseThrow())
                    .contains("io.netty:netty-transport-native-kqueue");
            assertThat(unavailable(found, "netty-nio")).isEmpty();
            assertThat(unavailable(found, "netty")).isEmpty();
            TransportProvider netty = found.stream()
                    .filter(provider -> provider.name().equals("netty"))
                    .findFirst()
                    .orElseThrow();
            try (TransportGroup group = netty.open(TransportOptions.defaults())) {
                assertThat(group).asString().contains("nio");
                group.listen(Loopback.anyPort(), transport -> {});
            }
        }
    }

    @Test
    void withoutTheLibraryForThisSystemItSaysSo() throws Exception {
        try (URLClassLoader loader = without(jar -> jar.contains("native-epoll") || jar.contains("native-io_uring"))) {
            assertThat(unavailable(providers(loader), "netty-epoll").orElseThrow())
                    .contains("netty-transport-native-epoll with this system's classifier is missing");
        }
    }

    @Test
    void withoutNettyItSaysSo() throws Exception {
        try (URLClassLoader loader = without(jar -> jar.startsWith("netty-"))) {
            assertThat(unavailable(providers(loader), "netty").orElseThrow()).contains("io.netty:netty-transport");
        }
    }

    private static Optional<String> unavailable(List<TransportProvider> providers, String name) {
        return providers.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow()
                .unavailable();
    }

    /** The SPI is the test's own; the transport and Netty are loaded anew. */
    private static List<TransportProvider> providers(ClassLoader loader) {
        List<TransportProvider> found = new ArrayList<>();
        ServiceLoader.load(TransportProvider.class, loader).forEach(provider -> {
            if (provider.getClass().getClassLoader() == loader) {
                found.add(provider);
            }
        });
        return found;
    }

    private static URLClassLoader without(Predicate<String> jars) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!jars.test(Path.of(entry).getFileName().toString())) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        ClassLoader own = NettyTransportProviderTest.class.getClassLoader();
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                return name.startsWith("dev.handshake.spi.") || name.startsWith("org.slf4j.")
                        ? own.loadClass(name)
                        : super.findClass(name);
            }
        };
    }
}
