package io.clickreel.delivery;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.delivery.batch.Batch;
import io.clickreel.delivery.guard.RecordTime;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one stream has delivered, for {@code /observe/metrics}. */
public final class DeliveryMeters {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryMeters.class);

    private final String stream;
    private final MeterRegistry meters;
    private final DistributionSummary batchRows;
    private final Timer delay;
    private final Counter delayUnknown;
    private final Counter unknownFields;
    /** Unix time; no number before the first success. */
    private volatile double lastSuccess = Double.NaN;

    /** Topics for which the log has named a record with a time that cannot be true. */
    private final Set<String> named = ConcurrentHashMap.newKeySet();

    public DeliveryMeters(String stream, MeterRegistry meters) {
        this.stream = stream;
        this.meters = meters;
        // Its sum is the number of rows, its count the number of batches.
        this.batchRows = DistributionSummary.builder("clickreel.ingest.batch.rows")
                .description("Rows of a batch that ClickHouse has acknowledged; the sum counts rows, the count batches")
                .tag("stream", stream)
                .register(meters);
        Gauge.builder("clickreel.ingest.last.success.seconds", this, DeliveryMeters::lastSuccess)
                .description("When a batch was last acknowledged, in seconds of Unix time; no number before the first")
                .tag("stream", stream)
                .strongReference(true)
                .register(meters);
        this.delay = Timer.builder("clickreel.ingest.delay")
                .description(
                        "Seconds from a batch's first record in Kafka, by the record's time (the broker's clock if the topic has"
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
        for (RetryCause cause : RetryCause.values()) {
            retries(cause).increment(0);
        }
    }

    /** Counts a try that did not store its batch, which therefore comes again. */
    public void failed(@Nullable Throwable failure) {
        retries(RetryCause.of(failure)).increment();
    }

    public void delivered(Batch batch) {
        batch.letters().stream()
                .collect(groupingBy(letter -> letter.violation().reason(), counting()))
                .forEach(this::deadLetters);
        long nowMs = System.currentTimeMillis();
        lastSuccess = nowMs / 1_000.0;
        if (batch.size() == 0) {
            return;
        }
        batchRows.record(batch.getRowCount());
        unknownFields.increment(batch.unknownFields());
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
        Counter.builder("clickreel.ingest.dead.letters")
                .description("Records that break the contract, by what is wrong with them")
                .tag("stream", stream)
                .tag("reason", reason.code())
                .register(meters)
                .increment(count);
    }

    private Counter retries(RetryCause cause) {
        return Counter.builder("clickreel.ingest.retries")
                .description("Tries that did not store their batch, which comes again, by what stood in the way")
                .tag("stream", stream)
                .tag("cause", cause.code())
                .register(meters);
    }

    private double lastSuccess() {
        return lastSuccess;
    }
}
