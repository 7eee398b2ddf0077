package io.clickreel.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The delivery protocol in every state that it can come into, with two instances, one partition, and a bounded number of
 * faults that come at any moment.
 *
 * <p>What holds in each state is in {@link ModelRules}; what can happen is in {@link ModelSteps}. A failure shows the
 * shortest way to it, step by step.
 */
class DeliveryModelTest {
    static Stream<ModelBounds> worlds() {
        return Stream.of(
                ModelBounds.of("cxcc").faults(1, 1, 1),
                // Fewer records, more faults.
                ModelBounds.of("cx").faults(2, 2, 2),
                ModelBounds.of("cxc").faults(0, 2, 1),
                // Offsets without records, at the end of a batch and at its beginning.
                ModelBounds.of("c-xc").faults(1, 1, 0),
                ModelBounds.of("cxcc").batchRows(3).faults(1, 1, 0),
                // Two inserts of clicks for one batch.
                ModelBounds.of("coxc").faults(1, 1, 0),
                ModelBounds.of("cx").topicMadeAgain("cc").faults(0, 1, 1),
                ModelBounds.of("cxcc").commitMoved().faults(2, 0, 0),
                ModelBounds.of("cxc").commitMoved().faults(2, 1, 0),
                // The contract is edited between and during batches, and an old one comes back.
                ModelBounds.of("ngc").faults(1, 1, 0).contractEdited(2),
                ModelBounds.of("nxg").faults(2, 0, 1).contractEdited(1));
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void eachRecordIsStoredOnceOrDeadOnceWhateverHappensInWhateverOrder(ModelBounds bounds) {
        ModelChecker.Result result = ModelChecker.check(ModelProtocol.REAL, bounds);

        System.out.println("DeliveryModelTest: " + result);
        assertThat(result.fault()).isEmpty();
        assertThat(result.ends()).as("states in which all is done").isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void aBrokenRuleIsSeen(ModelMutation mutation) {
        ModelChecker.Result result = ModelChecker.check(mutation, mutation.bounds());

        assertThat(result.fault()).as("%s, in %s", mutation, result).contains(mutation.harm());
        System.out.println("DeliveryModelTest: " + mutation + ": "
                + result.fault().lines().findFirst().orElseThrow() + " after "
                + (result.fault().lines().count() - 1) + " steps");
    }
}
