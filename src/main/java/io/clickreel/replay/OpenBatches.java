package io.clickreel.replay;

import io.clickreel.delivery.Intent;
import io.clickreel.stream.Stream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;

/** Finds the batches that somebody may still be inserting. */
final class OpenBatches {
    private final TopicLog log;
    private final ReplayPlanner planner;

    OpenBatches(TopicLog log, ReplayPlanner planner) {
        this.log = log;
        this.planner = planner;
    }

    /**
     * Names one of some streams; empty if there is none.
     *
     * @param endsMayLack whether a batch counts as done when the ledger has it and Kafka not: its owner has died
     */
    Optional<String> find(List<Stream> streams, boolean endsMayLack) {
        return log.ids(streams).entrySet().stream()
                .flatMap(stream -> find(stream.getKey(), stream.getValue(), endsMayLack).stream())
                .findFirst();
    }

    private Optional<String> find(Stream stream, Uuid topicId, boolean endsMayLack) {
        // The commits first: a batch that ends in between is then seen as open, never an open one as ended.
        Map<Integer, OffsetAndMetadata> commits = log.commits(stream);
        Map<Integer, Long> closed = planner.ledgerEnds(topicId);
        Map<Integer, Long> inserted = planner.insertedEnds(topicId);
        for (Map.Entry<Integer, OffsetAndMetadata> commit : commits.entrySet()) {
            Optional<Intent> intent = Intent.read(commit.getValue())
                    .filter(found ->
                            found.topicId().equals(topicId) && found.end().isPresent());
            if (intent.isEmpty()) {
                continue;
            }
            long first = commit.getValue().offset();
            long end = intent.get().end().getAsLong();
            long ledger = closed.getOrDefault(commit.getKey(), first);
            // Rows behind the intent's end belong to no batch that anyone can finish; ingestion has stopped for them.
            boolean begun = first == ledger && inserted.getOrDefault(commit.getKey(), 0L) <= end;
            if (begun || end == ledger && !endsMayLack) {
                return Optional.of("partition " + commit.getKey() + " of " + stream.topic() + ", offsets " + first
                        + " to " + (end - 1));
            }
        }
        return Optional.empty();
    }
}
