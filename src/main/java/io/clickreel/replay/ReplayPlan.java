package io.clickreel.replay;

import io.clickreel.stream.SourcePartition;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/**
 * What a replay makes again, as SQL over {@code clicks} says it.
 *
 * @param request as it was typed
 * @param topicId of the topic that was meant: one made again has other offsets
 * @param toLedgerEnd whether it goes up to the end of the ledger, and takes out what lies behind it
 */
record ReplayPlan(String request, String topicId, boolean toLedgerEnd, List<Range> ranges) {
    /**
     * Offsets of one partition, whole ranges of the ledger.
     *
     * @param end the offset after the last one
     * @param kafkaFirst from here on Kafka has the records; before it, what is in {@code clicks} has to do
     */
    record Range(int partition, long first, long end, long kafkaFirst) {
        /** Which offsets, and where they come from. */
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

    String ofTopic() {
        return "_topic_id = '" + uuid() + "'";
    }

    String uuid() {
        return SourcePartition.uuid(Uuid.fromString(topicId)).toString();
    }

    /** Rows whose offset lies in one of the ranges. */
    String inRange(String offsetColumn) {
        Map<Integer, Long> firsts = new TreeMap<>();
        Map<Integer, Long> ends = new TreeMap<>();
        ranges.forEach(range -> {
            firsts.put(range.partition(), range.first());
            ends.put(range.partition(), range.end());
        });
        return "(" + ofTopic() + " AND " + offsetColumn + " >= " + byPartition(firsts) + " AND " + offsetColumn + " < "
                + byPartition(ends) + ")";
    }

    /** Those of them that Kafka still has. */
    String inKafka(String offsetColumn) {
        Map<Integer, Long> firsts = new TreeMap<>();
        ranges.forEach(range -> firsts.put(range.partition(), range.kafkaFirst()));
        return "(" + inRange(offsetColumn) + " AND " + offsetColumn + " >= " + byPartition(firsts) + ")";
    }

    /** Rows of the topic at or behind an offset of their partition; 0 for a partition that is not named. */
    String atOrBehind(String offsetColumn, Map<Integer, Long> offsets) {
        return "(" + ofTopic() + " AND " + offsetColumn + " >= " + byPartition(offsets) + ")";
    }

    private static String byPartition(Map<Integer, Long> offsets) {
        if (offsets.isEmpty()) {
            return "toUInt64(0)";
        }
        return "transform(_partition, CAST(" + List.copyOf(offsets.keySet()) + ", 'Array(UInt32)'), CAST("
                + List.copyOf(offsets.values()) + ", 'Array(UInt64)'), toUInt64(0))";
    }
}
