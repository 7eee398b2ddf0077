package io.clickreel.delivery.guard;

import io.clickreel.contract.ContractViolation;
import io.clickreel.deadletter.DeadLetter;
import io.clickreel.delivery.batch.Batch;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The share of dead letters among the last records of one stream, against its two limits.
 *
 * <p>Above {@code ingest.dead-share-warn} the health check {@code dead-letters} is degraded, and the log says
 * when that begins and ends: often all records of one producer are refused while the rest is fine, because it writes
 * its times in another way or names a new device. Above {@code ingest.dead-share-max} the stream is halted, so
 * that a bad deployment does not make millions of dead letters. A gauge has the share.
 */
public final class DeadShare {
    private static final Logger LOG = LoggerFactory.getLogger(DeadShare.class);
    /** Fewer records say nothing: one bad record of three is a third. */
    private static final int LEAST_TO_WARN = 100;
    /** With fewer records, a handful of bad ones would halt the stream. */
    private static final int LEAST_TO_HALT = 1_000;

    private static final int LONGEST_DETAIL = 200;

    /**
     * The two limits of the share.
     *
     * @param max the largest share with which the stream runs; 1: it always does
     * @param warn the largest share that is not reported; 1: none is reported
     */
    public record Limits(double max, double warn) {}

    private final Limits limits;
    private final RecentRecords toWarn = RecentRecords.last(1_000);
    private final RecentRecords toHalt = RecentRecords.ofLastBatches(20_000);
    /** The token of the last batch counted, by partition: a batch may be tried many times. */
    private final Map<TopicPartition, String> counted = new HashMap<>();

    private @Nullable Instant since;
    private String topic = "";
    private String example = "";

    public DeadShare(String stream, Limits limits, MeterRegistry meters) {
        this.limits = limits;
        Gauge.builder("clickreel.ingest.dead.share", this, DeadShare::share)
                .description("Share of dead letters among the last 1,000 records of the stream")
                .tag("stream", stream)
                .strongReference(true)
                .register(meters);
    }

    /**
     * Counts a batch, once even if it is tried many times.
     *
     * @return the sentence that says why the batch is not to be delivered; null if it is
     */
    public synchronized @Nullable String add(Batch batch) {
        if (!batch.getToken().equals(counted.put(batch.partition(), batch.getToken()))) {
            toWarn.add(batch);
            toHalt.add(batch);
            if (!batch.letters().isEmpty()) {
                topic = batch.partition().topic();
                example = example(batch.letters().get(batch.letters().size() - 1));
            }
            judge();
        }
        boolean isLetThrough = batch.letters().isEmpty()
                || toHalt.records() < LEAST_TO_HALT
                || toHalt.dead() <= limits.max() * toHalt.records();
        return isLetThrough
                ? null
                : String.format(
                        Locale.ROOT,
                        "%.0f of the last %d records break the contract (%.1f %%); ingest.dead-share-max allows"
                                + " %.1f %%. %s and what follows wait in Kafka. Mend the producer or the contract and start the route again, or raise the setting"
                                + " (1 lets all of them become dead letters, which can be re-driven later).",
                        toHalt.dead(),
                        toHalt.records(),
                        100 * toHalt.share(),
                        100 * limits.max(),
                        batch);
    }

    /** Forgets what has halted the stream, when its route starts again. */
    public synchronized void clear() {
        toHalt.clear();
        counted.clear();
    }

    /** For the health check; empty while the share is as it should be. */
    public synchronized String sentence() {
        return since == null
                ? ""
                : "since " + since + " too many records of topic " + topic + " break the contract: "
                        + toWarn.counted() + " (" + toWarn.reasons()
                        + "), more than ingest.dead-share-warn=" + limits.warn() + ". The newest: " + example
                        + ". Mend the producer (or the contract); './clickreel dead-letters list' shows what is kept, and"
                        + " 'redrive' moves it back.";
    }

    private synchronized double share() {
        return toWarn.share();
    }

    private void judge() {
        boolean tooMany = toWarn.records() >= LEAST_TO_WARN && toWarn.share() > limits.warn();
        if (tooMany && since == null) {
            since = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            LOG.warn("Degraded: {}", sentence());
        } else if (!tooMany && since != null) {
            LOG.info("No longer degraded since {}: of topic {} break the contract {}", since, topic, toWarn.counted());
            since = null;
        }
    }

    private static String example(DeadLetter letter) {
        ContractViolation violation = letter.violation();
        String detail = violation.detail();
        return "partition " + letter.record().partition() + " offset "
                + letter.record().offset() + ", " + violation.reason().code()
                + (violation.field().isEmpty() ? "" : " of " + violation.field()) + ", "
                + (detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL) + "...")
                        .replaceFirst("\\.$", "");
    }
}
