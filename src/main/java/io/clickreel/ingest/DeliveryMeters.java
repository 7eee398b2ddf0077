package io.clickreel.ingest;

import io.clickreel.click.ContractViolation.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What the route clicks-ingest has delivered, for {@code /observe/metrics}. */
final class DeliveryMeters {
    private final MeterRegistry meters;
    private final DistributionSummary batchClicks;
    private final Timer delay;
    private final Counter unknownFields;

    DeliveryMeters(MeterRegistry meters) {
        this.meters = meters;
        // Its sum is the number of clicks, its count the number of batches.
        this.batchClicks = DistributionSummary.builder("clickreel.ingest.batch.clicks")
                .description("Clicks stored in ClickHouse, by batch")
                .register(meters);
        this.delay = Timer.builder("clickreel.ingest.delay")
                .description("From a batch's first record in Kafka to its acknowledgement by ClickHouse")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(10))
                .maximumExpectedValue(Duration.ofMinutes(10))
                .register(meters);
        this.unknownFields = Counter.builder("clickreel.ingest.unknown.fields")
                .description("Fields of records that the contract does not know, passed over")
                .register(meters);
        // There from the start, at 0: the first dead letter of a reason would be no increase of a counter that it
        // makes.
        for (Reason reason : Reason.values()) {
            deadLetters(reason, 0);
        }
    }

    void delivered(DecodedRecords records) {
        batchClicks.record(records.clicks().rows());
        delay.record(Duration.ofMillis(Math.max(0, System.currentTimeMillis() - records.firstTimestamp())));
        unknownFields.increment(records.unknownFields());
    }

    void deadLetters(Reason reason, long count) {
        meters.counter("clickreel.ingest.dead.letters", "reason", reason.code()).increment(count);
    }
}
