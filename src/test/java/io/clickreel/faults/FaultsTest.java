package io.clickreel.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A few rounds of what bench/faults has more of; a seed keeps its fault, its load and its pauses. */
@Tag("services")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {
    private final Harness harness = new Harness(false);

    @AfterAll
    void end() {
        harness.close();
    }

    @ParameterizedTest
    @CsvSource({
        "proxy-drops-answers, 0.001, 1",
        "proxy-cuts-requests, 0.1, 6",
        "kill-clickhouse, 0.001, 1",
        "kill-broker, 0.001, 1",
        "none, 1, 1",
        "kill-pipeline, 0.1, 1",
        "zombie, 0.001, 1",
        "bombs, 0.001, 1",
        "century, 0.001, 1",
        "old-clocks, 0.001, 1",
        "dropped-view, 0.001, 1"
    })
    void eachRecordThatKafkaAcknowledgedIsStoredOrDeadAndOnce(String fault, double poisonShare, int months)
            throws Exception {
        Harness.Result result = harness.round(Faults.seedOf(fault, 7_000), new Shape(1_500, poisonShare, months));

        assertThat(result.complaints()).as("%s", result).isEmpty();
        assertThat(result.detail()).as("what the fault did").doesNotContain("up to");
        assertThat(result.good() + result.poison()).isPositive().isLessThanOrEqualTo(result.sent());
    }
}
