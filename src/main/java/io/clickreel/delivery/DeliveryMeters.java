package io.clickreel.delivery;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.delivery.batch.Batch;
import io.clickreel.delivery.guard.RecordTime;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one stream has delivered, for {@code /observe/metrics}. */
public final class DeliveryMeters {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryMeters.class);

    private final String stream;
    private final MeterRegistry meters;
    private final DistributionSummary batchClicks;
    private final Timer delay;
    private final Counter delayUnknown;
    private final Counter unknownFields;
    /** Topics for which the log has named a record with a time that cannot be true. */
    private final Set<String> named = ConcurrentHashMap.newKeySet();

    public DeliveryMeters(String stream, MeterRegistry meters) {
        this.stream = stream;
        this.meters = meters;
        // Its sum is the number of clicks, its count the number of batches.
        this.batchClicks = DistributionSummary.builder("clickreel.ingest.batch.clicks")
                .description("Rows stored in ClickHouse, by batch")
                .tag("stream", stream)
                .register(meters);
        this.delay = Timer.builder("clickreel.ingest.delay")
                .description(
                        "From a batch's first record in Kafka, by the record's time (the broker's clock if the topic has"
                                + " message.timestamp.type=LogAppendTime, else its producer's), to its acknowledgement by ClickHouse,"
                                + " by this machine's clock")
                .tag("stream", stream)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(10))
                .maximumExpectedValue(Duration.ofMinutes(10))
                .register(meters);
        this.delayUnknown = Counter.builder("clickreel.ingest.delay.unknown")
                .description(
                        "Batches whose delay is not told: by the time of their first record in Kafka it would be more than"
                                + " 7 days, or less than nothing by more than a minute")
                .tag("stream", stream)
                .register(meters);
        this.unknownFields = Counter.builder("clickreel.ingest.unknown.fields")
                .description("Fields of records that the contract does not know, passed over")
                .tag("stream", stream)
                .register(meters);
        // The counters are there from the start, at 0: one that is made by its first dead letter would show no
        // increase.
        for (Reason reason : Reason.values()) {
            deadLetters(reason, 0);
        }
    }

    public void delivered(Batch batch) {
        batch.letters().stream()
                .collect(groupingBy(letter -> letter.violation().reason(), counting()))
                .forEach(this::deadLetters);
        if (batch.size() == 0) {
            return;
        }
        batchClicks.record(batch.getRowCount());
        unknownFields.increment(batch.unknownFields());
        long nowMs = System.currentTimeMillis();
        long timestampMs = batch.firstTimestamp();
        if (RecordTime.isPlausible(timestampMs, nowMs)) {
            delay.record(Duration.ofMillis(Math.max(0, nowMs - timestampMs)));
            return;
        }
        delayUnknown.increment();
        if (named.add(batch.partition().topic())) {
            LOG.warn(
                    "The first record of {} has the time {}. The delay of such batches is not told: they have waited for more than a"
                            + " week, or a clock is wrong. Metric clickreel_ingest_delay_unknown_total counts them.",
                    batch,
                    RecordTime.describe(timestampMs, nowMs));
        }
    }

    private void deadLetters(Reason reason, long count) {
        meters.counter("clickreel.ingest.dead.letters", "stream", stream, "reason", reason.code())
                .increment(count);
    }
}
