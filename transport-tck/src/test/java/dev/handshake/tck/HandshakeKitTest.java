package dev.handshake.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Examines the examiner: a handshaker that does one thing wrong fails the tests of that and no others. */
@Execution(ExecutionMode.CONCURRENT)
class HandshakeKitTest {

    /** A broken handshaker may use it up. */
    private static final Duration SHORT = Duration.ofMillis(800);

    private static final Duration LONG = Duration.ofSeconds(30);

    /** Takes its time once, which is not to be counted as anybody's. */
    @BeforeAll
    static void makeTheCertificate() {
        SelfSigned.localhost();
    }

    @ParameterizedTest
    @EnumSource
    void aBrokenHandshakerFailsItsOwnTests(BrokenHandshaker broken) {
        assertThat(failed(broken, broken.caughtBy::contains, SHORT)).isEqualTo(broken.caughtBy);
    }

    @ParameterizedTest
    @EnumSource
    void aBrokenHandshakerFailsNoOthers(BrokenHandshaker broken) {
        assertThat(failed(broken, test -> !broken.caughtBy.contains(test), LONG))
                .isEmpty();
    }

    @Test
    void eachTestHasAHandshakerThatFailsIt() {
        Stream<String> failed = Arrays.stream(BrokenHandshaker.values()).flatMap(broken -> broken.caughtBy.stream());
        assertThat(failed.distinct()).containsExactlyInAnyOrderElementsOf(tests().toList());
    }

    private static Set<String> failed(BrokenHandshaker broken, Predicate<String> which, Duration patience) {
        List<MethodSelector> selected = tests().filter(which)
                .map(test -> selectMethod(BrokenHandshakeContract.class, test))
                .toList();
        return KitTest.failures(EngineTestKit.engine("junit-jupiter")
                        .configurationParameter(MutantByName.MUTANT, broken.name())
                        .configurationParameter(MutantByName.PATIENCE, "" + patience.toMillis())
                        .selectors(selected.toArray(MethodSelector[]::new)))
                .keySet()
                .stream()
                .map(test -> test.replace("()", ""))
                .collect(Collectors.toSet());
    }

    private static Stream<String> tests() {
        return Arrays.stream(HandshakeContract.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName);
    }
}
