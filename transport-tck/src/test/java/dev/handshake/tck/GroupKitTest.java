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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Examines the examiner of groups, as {@link KitTest} does for transports. */
@Execution(ExecutionMode.CONCURRENT)
class GroupKitTest {

    private static final List<String> RULES = List.of("g1_", "g2_", "g3_", "g4_", "g5_", "g6_", "g7_");

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "G7_KEEPS_DESCRIPTORS"})
    void aFlawFailsTheTestsOfItsRuleAndNoOthers(GroupFlaw flaw) {
        failsTheTestsOfItsRuleAndNoOthers(flaw);
    }

    @Test
    void eachRuleHasAFlawAndATest() {
        assertThat(Arrays.stream(GroupFlaw.values())
                        .skip(1)
                        .map(GroupFlaw::rule)
                        .distinct())
                .containsExactlyElementsOf(RULES);
        assertThat(tests().map(name -> name.substring(0, 3)).distinct()).containsExactlyInAnyOrderElementsOf(RULES);
    }

    @Test
    void theDocumentNamesEachTestAndCountsTheFlaws() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "transport-contract.md"));
        assertThat(Pattern.compile("`(g\\d_\\w+)`").matcher(document).results().map(hit -> hit.group(1)))
                .containsExactlyInAnyOrderElementsOf(tests().toList());
        assertThat(document).contains("with " + (GroupFlaw.values().length - 1) + " flawed groups");
    }

    static void failsTheTestsOfItsRuleAndNoOthers(GroupFlaw flaw) {
        Map<String, String> failures = KitTest.failures(EngineTestKit.engine("junit-jupiter")
                .configurationParameter(MutantByName.MUTANT, flaw.name())
                .selectors(selectClass(FlawedGroupContract.class)));
        assertThat(failures).as("tests that the flaw failed").isNotEmpty();
        assertThat(failures)
                .allSatisfy((test, message) -> assertThat(test).as(message).startsWith(flaw.rule()));
    }

    private static Stream<String> tests() {
        return Arrays.stream(TransportGroupContract.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName);
    }
}
