package io.clickreel.delivery;

import io.clickreel.RootCause;
import io.clickreel.delivery.guard.DeliveryAlarm;
import io.clickreel.health.LaneState;
import io.clickreel.health.LaneStates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/** The partitions of one consumer: those whose lane is open, and those that are still to be opened. */
final class Lanes {
    private static final long OPENING_PAUSE_MS = 1_000;

    private final PartitionOpening opening;
    private final DeliveryAlarm alarm;
    private final Object who;
    private final Map<TopicPartition, PartitionLane> open = new LinkedHashMap<>();
    private final Set<TopicPartition> unopened = new HashSet<>();
    /**
     * Partitions whose next offset is gone from Kafka: they are opened again once what was fetched before is stored.
     */
    private final Set<TopicPartition> outOfRange = new HashSet<>();

    private Instant unopenedSince = Instant.EPOCH;
    /** Why the last try to open them failed; null: it did not. */
    private @Nullable String unopenedBecause;

    private long openAgainAtMs;

    /** @param who the consumer that waits, for the alarm */
    Lanes(PartitionOpening opening, DeliveryAlarm alarm, Object who) {
        this.opening = opening;
        this.alarm = alarm;
        this.who = who;
    }

    Map<TopicPartition, PartitionLane> open() {
        return open;
    }

    /** The topics of the open lanes. */
    Set<String> topics() {
        return open.keySet().stream().map(TopicPartition::topic).collect(Collectors.toSet());
    }

    @Nullable
    PartitionLane of(TopicPartition partition) {
        return open.get(partition);
    }

    /** The open lanes but those of the paused partitions. */
    Stream<PartitionLane> without(Set<TopicPartition> paused) {
        return open.entrySet().stream()
                .filter(lane -> !paused.contains(lane.getKey()))
                .map(Map.Entry::getValue);
    }

    void openLater(Collection<TopicPartition> partitions) {
        partitions.forEach(this::remove);
        if (unopened.isEmpty()) {
            unopenedSince = Instant.now();
        }
        unopened.addAll(partitions);
        openAgainAtMs = 0;
    }

    /** Takes note that what was read could not be kept, so that it is not read again at once. */
    void waitToOpen(String why) {
        unopenedBecause = "what was fetched could not be read (" + why + ")";
        alarm.waits(who, unopenedBecause);
        openAgainAtMs = BatchingConsumer.nowMs() + OPENING_PAUSE_MS;
    }

    void outOfRange(Collection<TopicPartition> partitions) {
        outOfRange.addAll(partitions);
    }

    Set<TopicPartition> outOfRange() {
        return outOfRange;
    }

    private void remove(TopicPartition partition) {
        PartitionLane lane = open.remove(partition);
        if (lane != null) {
            alarm.goesOn(lane);
        }
    }

    /** Tells whether the lane's next record can be read. */
    void tellUnreadable(PartitionLane lane) {
        String reason = lane.unreadable();
        if (reason == null) {
            alarm.goesOn(lane);
        } else {
            alarm.waits(lane, reason);
        }
    }

    /** When the next record that could not be read is to be fetched again; {@link Long#MAX_VALUE} if none waits. */
    long readAgainAtMs(long nowMs) {
        return open.values().stream()
                .mapToLong(PartitionLane::readAgainAtMs)
                .filter(atMs -> atMs > nowMs) // The others are being fetched.
                .min()
                .orElse(Long.MAX_VALUE);
    }

    void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(this::remove);
        unopened.removeAll(partitions);
        outOfRange.removeAll(partitions);
        if (open.isEmpty() && unopened.isEmpty()) {
            // A consumer without partitions waits for nothing; the new owner reports its own waiting.
            alarm.goesOn(who);
        }
    }

    /**
     * Opens the partitions that are not open yet where their last owner stopped, in the middle of a batch or between
     * two.
     *
     * @return the lanes that were opened; none while Kafka or ClickHouse does not answer
     */
    Map<TopicPartition, PartitionLane> openNext(Consumer<?, ?> kafka, long nowMs) {
        List<TopicPartition> again = outOfRange.stream()
                .filter(partition ->
                        open.containsKey(partition) && open.get(partition).canBeReopened())
                .toList();
        if (!again.isEmpty()) {
            openLater(again);
        }
        if (unopened.isEmpty() || nowMs < openAgainAtMs) {
            return Map.of();
        }
        try {
            Map<TopicPartition, PartitionLane> opened = opening.open(kafka, unopened);
            open.putAll(opened);
            outOfRange.removeAll(unopened);
            unopened.clear();
            unopenedBecause = null;
            alarm.goesOn(who);
            return opened;
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            unopenedBecause =
                    "Kafka or ClickHouse does not say where to continue in " + unopened + " (" + RootCause.of(e) + ")";
            alarm.waits(who, unopenedBecause);
            openAgainAtMs = BatchingConsumer.nowMs() + OPENING_PAUSE_MS;
            return Map.of();
        }
    }

    /** When {@link #openNext} tries again; {@link Long#MAX_VALUE} if all partitions are open. */
    long openAgainAtMs() {
        return unopened.isEmpty() ? Long.MAX_VALUE : openAgainAtMs;
    }

    /** Takes note of which streams are to be stored at once. */
    void flush(Flushes flushes) {
        open.values().forEach(lane -> lane.flush(flushes.askedAtMs(lane.streamName())));
    }

    /** Takes note of what became of the batches that were handed out. */
    void settle(long nowMs) {
        open.values().forEach(lane -> lane.settle(nowMs));
    }

    /** The commits that are due: ends and intents of the lanes' batches. */
    Map<TopicPartition, OffsetAndMetadata> toCommit() {
        Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
        open.forEach((partition, lane) -> {
            OffsetAndMetadata commit = lane.toCommit();
            if (commit != null) {
                commits.put(partition, commit);
            }
        });
        return commits;
    }

    /** Takes note that Kafka has the commits of these partitions. */
    void committed(Set<TopicPartition> partitions) {
        open.forEach((partition, lane) -> {
            if (partitions.contains(partition)) {
                lane.committed();
            }
        });
    }

    /** What the open lanes hold in memory, roughly. */
    long heldBytes() {
        return open.values().stream().mapToLong(PartitionLane::heldBytes).sum();
    }

    /**
     * Tells how the partitions are, for health, metrics and page.
     *
     * @param hold why no new batch may begin; null: it may
     */
    void tell(LaneStates told, @Nullable String hold) {
        long nowMs = BatchingConsumer.nowMs();
        Instant now = Instant.now();
        List<LaneState> states = new ArrayList<>();
        open.values().forEach(lane -> states.add(lane.state(nowMs, now, hold)));
        unopened.forEach(partition -> states.add(opening.state(partition, unopenedSince, unopenedBecause)));
        told.set(who, states);
    }
}
