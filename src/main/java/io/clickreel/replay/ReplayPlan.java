package io.clickreel.replay;

import io.clickreel.clickhouse.Sql;
import io.clickreel.stream.SourcePartition;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * What a replay makes again, and the SQL conditions for it.
 *
 * @param request as it was typed
 * @param stream its name; empty in the plan of an earlier Clickreel, which knew one stream only
 * @param topicId Kafka's id of the topic: a topic that was made again has other offsets
 * @param toLedgerEnd whether it goes up to the end of the ledger, and takes out the rows behind it
 */
record ReplayPlan(String request, @Nullable String stream, String topicId, boolean toLedgerEnd, List<Range> ranges) {
    /**
     * Offsets of one partition, whole ranges of the ledger.
     *
     * @param end the offset after the last one
     * @param kafkaFirst from here on Kafka has the records; before it, the rows of the table are kept
     */
    record Range(int partition, long first, long end, long kafkaFirst) {
        /** The offsets and where they come from, for messages. */
        String description() {
            String offsets = String.format(
                    Locale.ROOT,
                    "Partition %d: offsets %d to %d (%,d, whole ranges of the ledger)",
                    partition,
                    first,
                    end - 1,
                    end - first);
            if (kafkaFirst == first) {
                return offsets + ", from Kafka.";
            }
            return kafkaFirst == end
                    ? offsets + ", from the table: Kafka no longer has them. Its views are made again."
                    : offsets + ", up to " + (kafkaFirst - 1)
                            + " from the table, because Kafka no longer has them, then from Kafka.";
        }
    }

    Sql ofTopic() {
        return ofTopic(Uuid.fromString(topicId));
    }

    static Sql ofTopic(Uuid topicId) {
        return new Sql(
                "_topic_id = {planTopic:UUID}",
                Map.of("planTopic", SourcePartition.uuid(topicId).toString()));
    }

    /** Rows whose offset is in one of the ranges. */
    Sql inRange(String offsetColumn) {
        return new Sql("(")
                .plus(from(offsetColumn, "rangeFirst", offsets(Range::first)))
                .plus(" AND " + offsetColumn + " < ")
                .plus(byPartition("rangeEnd", offsets(Range::end)))
                .plus(")");
    }

    /** Rows of the ranges whose records Kafka still has. */
    Sql inKafka(String offsetColumn) {
        return new Sql("(")
                .plus(inRange(offsetColumn))
                .plus(" AND ")
                .plus(from(offsetColumn, "kafkaFirst", offsets(Range::kafkaFirst)))
                .plus(")");
    }

    /**
     * Rows at or behind the given offset of their partition; the offset of a partition that is not named is 0.
     *
     * @param name name of the parameter with the offsets; another one for others in the same statement
     */
    Sql atOrBehind(String offsetColumn, String name, Map<Integer, Long> offsets) {
        return new Sql("(").plus(from(offsetColumn, name, offsets)).plus(")");
    }

    private Sql from(String offsetColumn, String name, Map<Integer, Long> offsets) {
        return ofTopic().plus(" AND " + offsetColumn + " >= ").plus(byPartition(name, offsets));
    }

    private Map<Integer, Long> offsets(ToLongFunction<Range> offset) {
        Map<Integer, Long> offsets = new TreeMap<>();
        ranges.forEach(range -> offsets.put(range.partition(), offset.applyAsLong(range)));
        return offsets;
    }

    private static Sql byPartition(String name, Map<Integer, Long> offsets) {
        return new Sql(
                "transform(_partition, {" + name + "Partitions:Array(UInt32)}, {" + name
                        + "Offsets:Array(UInt64)}, toUInt64(0))",
                Map.of(
                        name + "Partitions", List.copyOf(offsets.keySet()),
                        name + "Offsets", List.copyOf(offsets.values())));
    }
}
