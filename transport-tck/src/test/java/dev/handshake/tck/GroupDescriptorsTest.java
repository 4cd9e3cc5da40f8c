package dev.handshake.tck;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What {@link GroupKitTest} leaves out: what counts the descriptors of the process must not run beside what keeps them. */
@Isolated
class GroupDescriptorsTest {

    @Test
    void keptDescriptorsFailTheTestOfTheirRule() {
        GroupKitTest.failsTheTestsOfItsRuleAndNoOthers(GroupFlaw.G7_KEEPS_DESCRIPTORS);
    }
}
