package io.clickreel.delivery;

import io.clickreel.contract.Plan;
import io.clickreel.delivery.batch.Decoders;
import io.clickreel.delivery.batch.Fates;
import io.clickreel.delivery.guard.DeliveryAlarm;
import io.clickreel.delivery.ledger.DeliveryLedger;
import io.clickreel.delivery.ledger.StoredRanges;
import io.clickreel.health.LaneState;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.stream.Stream;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens partitions where their last owner stopped: asks Kafka and the ledger, and reports what is not as it should be.
 */
final class PartitionOpening {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionOpening.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Function<String, Stream> streamOf;
    private final Function<Stream, Decoders.Contract> contractOf;
    /** By topic, since to find it all route models are read, and states are told at each poll. */
    private final Map<String, Stream> streams = new HashMap<>();

    private final Map<Stream, Decoders> decoders = new HashMap<>();

    private final KafkaAdmin admin;
    private final DeliveryLedger ledger;
    private final DeliveryAlarm alarm;
    private final BatchLimits limits;
    private final ReadingRules rules;
    private final String instance;

    /**
     * @param streamOf the stream that a topic belongs to
     * @param contractOf what its records have to keep to
     */
    PartitionOpening(
            Function<String, Stream> streamOf,
            Function<Stream, Decoders.Contract> contractOf,
            KafkaAdmin admin,
            DeliveryLedger ledger,
            DeliveryAlarm alarm,
            BatchLimits limits,
            ReadingRules rules,
            String instance) {
        this.streamOf = streamOf;
        this.contractOf = contractOf;
        this.admin = admin;
        this.ledger = ledger;
        this.alarm = alarm;
        this.limits = limits;
        this.rules = rules;
        this.instance = instance;
    }

    /**
     * @return a lane for each partition, but for those that must not be read: their streams are halted
     * @throws RuntimeException if Kafka or ClickHouse does not answer
     */
    Map<TopicPartition, PartitionLane> open(Consumer<?, ?> kafka, Collection<TopicPartition> assigned) {
        Set<TopicPartition> partitions = Set.copyOf(assigned);
        Map<TopicPartition, OffsetAndMetadata> committed = kafka.committed(partitions, LIMIT);
        Map<TopicPartition, Long> starts = kafka.beginningOffsets(partitions, LIMIT);
        Map<TopicPartition, Long> ends = kafka.endOffsets(partitions, LIMIT);
        Map<String, Uuid> idOfTopic = new HashMap<>();
        Map<TopicPartition, PartitionLane> lanes = new LinkedHashMap<>();
        for (TopicPartition partition : partitions) {
            Stream stream = stream(partition);
            Uuid topicId = idOfTopic.computeIfAbsent(partition.topic(), this::topicId);
            long start = Objects.requireNonNull(starts.get(partition));
            long end = Objects.requireNonNull(ends.get(partition));
            StoredRanges stored = ledger.storedOf(partition, topicId);
            @Nullable OffsetAndMetadata own = committed.get(partition);
            @Nullable OffsetAndMetadata commit = own == null ? begunByAnotherGroup(partition, topicId, stored) : own;
            StartingPoint.Log log = new StartingPoint.Log(start, end, rules.beginAtEnd() ? end : start);
            StartingPoint point = StartingPoint.find(topicId, commit, stored, log);
            if (point instanceof StartingPoint.Unclear) {
                requireUnchanged(kafka, partition, topicId, own);
            }
            StartingPoint.Resume resume = resolve(stream.name(), partition, topicId, point);
            if (resume != null) {
                FirstRead firstRead = FirstRead.of(partition, commit, stored, log, point, rules.beginAtEnd());
                if (firstRead != null) {
                    alarm.firstRead(partition, firstRead.sentence(), firstRead.deletedOffsets());
                }
                lanes.put(partition, lane(stream, partition, topicId, resume, stored));
            }
        }
        return lanes;
    }

    private PartitionLane lane(
            Stream stream, TopicPartition partition, Uuid topicId, StartingPoint.Resume resume, StoredRanges stored) {
        Decoders own = decoders.computeIfAbsent(stream, one -> new Decoders(contractOf.apply(one)));
        // A contract that cannot be used is found here, before anything is read.
        Plan plan = own.plan(resume.contract());
        Begun begun = null;
        if (resume.boundEnd().isPresent()) {
            long end = resume.boundEnd().getAsLong();
            boolean rowsAreStored = stored.insertedEnd().orElse(0) > resume.offset();
            begun = new Begun(
                    end, plan, new Fates(ledger.deadOf(partition, topicId, resume.offset(), end), rowsAreStored));
        }
        return new PartitionLane(stream, partition, topicId, limits, own, resume.offset(), begun);
    }

    /** How a partition is that is not open yet, for health, metrics and page. */
    LaneState state(TopicPartition partition, Instant since, @Nullable String lastError) {
        return new LaneState(
                name(partition),
                partition.topic(),
                partition.partition(),
                LaneState.Phase.OPENING,
                since,
                0,
                0,
                0,
                null,
                lastError);
    }

    private Stream stream(TopicPartition partition) {
        return streams.computeIfAbsent(partition.topic(), streamOf);
    }

    private String name(TopicPartition partition) {
        try {
            return stream(partition).name();
        } catch (IllegalStateException e) {
            return partition.topic(); // Its route is about to be replaced.
        }
    }

    /**
     * The commit of a batch that was begun under the name that the group had before, and is not in the ledger; null if
     * there is none. That batch has to be formed again as it was, because rows of it may be stored.
     */
    private @Nullable OffsetAndMetadata begunByAnotherGroup(
            TopicPartition partition, Uuid topicId, StoredRanges stored) {
        if (stored.closedEnd().isEmpty() && stored.insertedEnd().isEmpty()) {
            return null;
        }
        for (OffsetAndMetadata commit : admin.commitsOfAllGroups(partition)) {
            boolean begun = Intent.read(commit)
                    .filter(intent ->
                            intent.topicId().equals(topicId) && intent.end().isPresent())
                    .isPresent();
            if (begun && commit.offset() == stored.closedEnd().orElse(commit.offset())) {
                LOG.info(
                        "{}: this route's group has committed nothing, but another one has begun a batch at offset {}, which"
                                + " is finished first",
                        partition,
                        commit.offset());
                return commit;
            }
        }
        return null;
    }

    /**
     * Fails if the partition has got another owner. Kafka and the ledger were asked one after the other: if this
     * instance slept between the two questions, what the new owner has stored meanwhile agrees with no commit from
     * before.
     */
    private void requireUnchanged(
            Consumer<?, ?> kafka, TopicPartition partition, Uuid topicId, @Nullable OffsetAndMetadata committed) {
        OffsetAndMetadata now = kafka.committed(Set.of(partition), LIMIT).get(partition);
        if (!Objects.equals(committed, now) || !topicId.equals(topicId(partition.topic()))) {
            throw new IllegalStateException("its commit or its topic changed meanwhile: another instance reads it");
        }
    }

    private Uuid topicId(String topic) {
        return admin.topic(topic).topicId();
    }

    /** @return null if a person has to decide */
    private StartingPoint.@Nullable Resume resolve(
            String stream, TopicPartition partition, Uuid topicId, StartingPoint point) {
        if (point instanceof StartingPoint.Unclear unclear) {
            alarm.halt(stream, partition + ": " + unclear.reason() + ".");
            return null;
        }
        StartingPoint.Resume resume;
        if (point instanceof StartingPoint.Lost lost) {
            if (!rules.continueBehindLostOffsets()) {
                alarm.halt(
                        stream,
                        partition + ": offsets " + lost.from() + " to "
                                + (lost.then().offset() - 1)
                                + " (" + (lost.then().offset() - lost.from())
                                + ") were deleted by Kafka before they were read, by its retention or by hand. To"
                                + " continue after them, set ingest.on-lost-offsets=continue and start again;"
                                + " the audit will name them as lost.");
                return null;
            }
            resume = lost.then();
            ledger.addLost(stream, partition, topicId, lost.from(), resume.offset(), instance);
            alarm.lost(stream, partition, lost.from(), resume.offset());
        } else {
            resume = (StartingPoint.Resume) point;
        }
        if (resume.remark() != null) {
            LOG.warn("{}: {}", partition, resume.remark());
        }
        return resume;
    }
}
