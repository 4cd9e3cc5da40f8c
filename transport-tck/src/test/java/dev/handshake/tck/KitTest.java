package dev.handshake.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Examines the examiner: a transport that breaks one rule fails the tests of that rule and of no other. */
@Execution(ExecutionMode.CONCURRENT)
class KitTest {

    @ParameterizedTest
    @EnumSource
    void aBrokenRuleFailsItsOwnTestsAndNoOthers(Mutant mutant) {
        Map<String, String> failures = failures(mutant);
        assertThat(failures).as("tests that the mutant failed").isNotEmpty();
        assertThat(failures)
                .allSatisfy((test, message) -> assertThat(test).as(message).startsWith(mutant.rule()));
    }

    @Test
    void eachRuleHasAMutant() {
        Stream<String> broken = Arrays.stream(Mutant.values()).map(Mutant::rule);
        assertThat(broken.distinct().toList()).isEqualTo(rules());
    }

    @Test
    void eachRuleHasATestAndEachTestARule() {
        Stream<String> tested = tests().map(name -> name.substring(0, 4));
        assertThat(tested.distinct().sorted().toList()).isEqualTo(rules());
    }

    @Test
    void theDocumentNamesEachTestAndNoOther() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "transport-contract.md"));
        Stream<String> named =
                Pattern.compile("`(t\\d\\d_\\w+)`").matcher(document).results().map(hit -> hit.group(1));
        assertThat(named.sorted().toList()).isEqualTo(tests().sorted().toList());
    }

    @Test
    void theDocumentCountsTheMutants() {
        assertThat(Path.of("..", "docs", "transport-contract.md"))
                .content()
                .contains("with " + Mutant.values().length + " broken transports");
    }

    private static Stream<String> tests() {
        return Arrays.stream(ByteTransportContract.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName);
    }

    private static List<String> rules() {
        return IntStream.rangeClosed(1, 14)
                .mapToObj(rule -> String.format("t%02d_", rule))
                .toList();
    }

    private static Map<String, String> failures(Mutant mutant) {
        return failures(EngineTestKit.engine("junit-jupiter")
                .configurationParameter(MutantByName.MUTANT, mutant.name())
                .selectors(selectClass(BrokenTransportContract.class)));
    }

    /** Runs tests, and returns those that failed, each with why. */
    static Map<String, String> failures(EngineTestKit.Builder tests) {
        Map<String, String> failures = new TreeMap<>();
        Stream<Event> failed = tests.execute().testEvents().failed().stream();
        failed.forEach(event -> failures.put(
                event.getTestDescriptor().getDisplayName(),
                event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .map(Throwable::toString)
                        .orElse("")));
        return failures;
    }
}
