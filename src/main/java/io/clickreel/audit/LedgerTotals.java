package io.clickreel.audit;

import io.clickreel.clickhouse.Row;
import io.clickreel.stream.SourcePartition;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the ledger says of a partition, added up.
 *
 * @param first offset of its first range; 0 if it has none
 * @param end offset after its last range
 * @param ranges how many there are
 * @param withoutRecord offsets that the topic has no record for: markers of transactions, compaction
 * @param lost offsets that were deleted before they were read
 */
record LedgerTotals(long first, long end, long ranges, long rows, long deadLetters, long withoutRecord, long lost) {
    static final LedgerTotals NONE = new LedgerTotals(0, 0, 0, 0, 0, 0, 0);

    private static final String ALL = "SELECT _topic, _topic_id, _partition, min(first_offset) AS first,"
            + " max(end_offset) AS end, count() AS ranges, sum(clicks) AS all_rows, sum(dead_letters) AS dead,"
            + " sum(toInt64(end_offset) - toInt64(first_offset)) - toInt64(sum(records)) - toInt64(sum(lost_offsets)) AS without_record,"
            + " sum(lost_offsets) AS lost FROM deliveries FINAL WHERE" + Store.OF_STREAM
            + "GROUP BY _topic, _topic_id, _partition";
    private static final String WITHOUT_LEDGER = "SELECT DISTINCT _topic, _topic_id, _partition FROM batches WHERE"
            + Store.OF_STREAM + "UNION DISTINCT SELECT DISTINCT _topic, _topic_id, _partition FROM dead_letters WHERE"
            + Store.OF_STREAM;

    /** The totals of all partitions of the stream of which ClickHouse has anything. */
    static Map<SourcePartition, LedgerTotals> read(Store store) {
        Map<SourcePartition, LedgerTotals> totals = new TreeMap<>();
        for (Row row : store.rows(ALL)) {
            totals.put(
                    Store.partition(row),
                    new LedgerTotals(
                            row.number("first"),
                            row.number("end"),
                            row.number("ranges"),
                            row.number("all_rows"),
                            row.number("dead"),
                            row.number("without_record"),
                            row.number("lost")));
        }
        for (Row row : store.rows(WITHOUT_LEDGER)) {
            totals.putIfAbsent(Store.partition(row), NONE);
        }
        return totals;
    }

    boolean isEmpty() {
        return ranges == 0;
    }
}
