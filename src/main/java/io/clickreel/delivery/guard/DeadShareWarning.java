package io.clickreel.delivery.guard;

import io.clickreel.contract.ContractViolation;
import io.clickreel.deadletter.DeadLetter;
import io.clickreel.delivery.batch.DecodedRecords;
import io.clickreel.delivery.batch.PartitionBatch;
import io.clickreel.health.Degraded;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when too large a share of a topic's last records are dead letters: a producer that writes its times otherwise, or a
 * new device, is dead as a whole while all else is well. Told in the health check {@code dead-letters}, in the log when it
 * begins and when it ends, and as a gauge.
 */
public final class DeadShareWarning {
    private static final Logger LOG = LoggerFactory.getLogger(DeadShareWarning.class);
    /** One of three bad records is no news. */
    private static final int LEAST_RECORDS = 100;

    private static final int LONGEST_DETAIL = 200;

    private final double most;
    private final MeterRegistry meters;
    private final Map<String, OfTopic> topics = new ConcurrentSkipListMap<>();

    /** @param most the largest share that is no news; 1: any */
    public DeadShareWarning(double most, MeterRegistry meters) {
        this.most = most;
        this.meters = meters;
    }

    /** Has the gauge of a topic there before its first record. */
    public void watch(String topic) {
        topics.computeIfAbsent(topic, this::ofTopic);
    }

    /** Counts a batch; to be called once for each, however often it is tried. */
    public void count(PartitionBatch batch) {
        topics.computeIfAbsent(batch.partition().topic(), this::ofTopic).add(batch.records());
    }

    /** The health check, degraded while the share of a topic is too large. */
    public AbstractHealthCheck healthCheck() {
        return new AbstractHealthCheck("clickreel", "dead-letters") {
            @Override
            protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
                builder.up();
                String sentences =
                        topics.values().stream().map(OfTopic::sentence).collect(Collectors.joining(" "));
                if (!sentences.isBlank()) {
                    Degraded.tell(builder, sentences.strip());
                }
            }

            @Override
            public boolean isLiveness() {
                return false;
            }
        };
    }

    private OfTopic ofTopic(String topic) {
        OfTopic made = new OfTopic(topic);
        Gauge.builder("clickreel.ingest.dead.share", made, OfTopic::share)
                .description("Share of dead letters among the last 1,000 records of the topic")
                .tag("topic", topic)
                .register(meters);
        return made;
    }

    /** What was seen of one topic; batches come from several threads. */
    private final class OfTopic {
        private final String topic;
        private final RecentRecords recent = new RecentRecords();
        private @Nullable Instant since;
        private String example = "";

        OfTopic(String topic) {
            this.topic = topic;
        }

        synchronized double share() {
            return recent.share();
        }

        synchronized void add(DecodedRecords batch) {
            recent.add(batch);
            List<DeadLetter> letters = batch.deadLetters();
            if (!letters.isEmpty()) {
                example = example(letters.get(letters.size() - 1));
            }
            judge();
        }

        /** Empty while the share is as it should be. */
        synchronized String sentence() {
            return since == null
                    ? ""
                    : String.format(
                            Locale.ROOT,
                            "since %s too many records of topic %s break the contract: %s (%s), more than"
                                    + " clicks.ingest.dead-share-warn=%s. The newest: %s. Mend the producer (or the contract);"
                                    + " './clickreel dead-letters list' shows what is kept, and 'redrive' moves it back.",
                            since,
                            topic,
                            counted(),
                            recent.reasons(),
                            Double.toString(most),
                            example);
        }

        private void judge() {
            boolean tooMany = recent.records() >= LEAST_RECORDS && recent.share() > most;
            if (tooMany && since == null) {
                since = Instant.now().truncatedTo(ChronoUnit.SECONDS);
                LOG.warn("Degraded: {}", sentence());
            } else if (!tooMany && since != null) {
                LOG.info("No longer degraded since {}: of topic {} break the contract {}", since, topic, counted());
                since = null;
            }
        }

        private String counted() {
            return String.format(
                    Locale.ROOT,
                    "%,d of the last %,d, %.1f %%",
                    Math.round(recent.dead()),
                    recent.records(),
                    100 * recent.share());
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
