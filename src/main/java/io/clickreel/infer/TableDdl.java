package io.clickreel.infer;

import java.util.LinkedHashMap;
import java.util.Map;

/** The statements that make a stream's table and the view that counts what it gets. */
public final class TableDdl {
    /** What the program writes itself, by name: what the contract does not know, and where a row comes from. */
    private static final Map<String, String> OWN_COLUMNS = new LinkedHashMap<>();

    private static final int WIDEST_NAME = 32;

    static {
        OWN_COLUMNS.put("_rest", "String");
        OWN_COLUMNS.put("_topic", "LowCardinality(String)");
        OWN_COLUMNS.put("_topic_id", "UUID");
        OWN_COLUMNS.put("_partition", "UInt32");
        OWN_COLUMNS.put("_offset", "UInt64 CODEC(Delta, LZ4)");
        OWN_COLUMNS.put("_timestamp", "DateTime64(3, 'UTC') CODEC(Delta, LZ4)");
        OWN_COLUMNS.put(
                "_key",
                "String COMMENT 'the key\\'s text; bytes that are no text as 0x and hex: unhex(substring(_key, 3))'");
        OWN_COLUMNS.put("_header_keys", "Array(String)");
        OWN_COLUMNS.put(
                "_header_values",
                "Array(String) COMMENT 'as text; bytes that are no text as 0x and hex; one without value is empty'");
        OWN_COLUMNS.put("_ingested_at", "DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC') CODEC(Delta, LZ4)");
    }

    private TableDdl() {}

    /** @param topic where the events come from, for the comment */
    public static String table(Proposal proposal, String topic, String table) {
        String time = proposal.timeColumn();
        StringBuilder sql = new StringBuilder("""
                -- The events of topic %s, one row for each valid record, with the record's origin.
                --
                -- Inferred from %d events. Once it is applied this file is not edited: a change is a new file in ddl/.
                """.formatted(topic, proposal.events()));
        sql.append(proposal.eventTime() == null ? """
                        -- PARTITION BY the month of _timestamp, Kafka's time of the record, because no field is surely the event's time; never
                        -- that of ingestion: a batch that is tried again after midnight has to fall into the same partitions, because the repeat
                        -- is recognised in each partition by itself.
                        """ : """
                        -- PARTITION BY the event's month, never the time of ingestion: a batch that is tried again after midnight has to fall
                        -- into the same partitions, because the repeat is recognised in each partition by itself. A replay swaps by month, too.
                        """);
        sql.append("""
                -- ORDER BY (_partition, %s): most questions have a range of time, and the audit a partition of the topic. A question
                -- that asks for one user or one thing is better answered by a view whose target is sorted by it.
                -- _rest: the fields that the contract does not know, as JSON. To give one a column: ddl file, then contract.
                -- non_replicated_deduplication_window: how many inserts the table remembers by their token. Without it an insert that is
                -- tried again counts twice.
                CREATE TABLE IF NOT EXISTS %s
                (
                """.formatted(time, table));
        int width = Math.min(
                WIDEST_NAME,
                proposal.columns().stream()
                        .mapToInt(column -> column.name().length())
                        .max()
                        .orElse(0));
        int widest = Math.max(width, "_header_values".length());
        for (Proposal.Column column : proposal.columns()) {
            sql.append(line(column.name(), widest, column.type()))
                    .append(comment(column))
                    .append(column.name().equals(time) ? " CODEC(Delta, LZ4)" : "")
                    .append(",\n");
        }
        StringBuilder own = new StringBuilder();
        OWN_COLUMNS.forEach(
                (name, type) -> own.append(own.length() == 0 ? "" : ",\n").append(line(name, widest, type)));
        return sql.append(own)
                .append("""

                        )
                        ENGINE = MergeTree
                        PARTITION BY %s
                        ORDER BY (_partition, %s)
                        SETTINGS min_bytes_for_wide_part = 268435456, merge_selector_base = 50, non_replicated_deduplication_window = 10000
                        """.formatted(proposal.partitionKey(), time))
                .toString();
    }

    /** @param view its name */
    public static String batchesView(Proposal proposal, String table, String view) {
        return """
                -- Feeds batches: an insert into %2$s holds one batch of one partition, so it makes one row. After a crash it says what
                -- of a batch is stored; the audit and a replay go by it, too.
                CREATE MATERIALIZED VIEW IF NOT EXISTS %1$s TO batches AS
                SELECT
                    _topic,
                    _topic_id,
                    _partition,
                    '%2$s' AS table,
                    min(_offset)      AS first_offset,
                    max(_offset)      AS last_offset,
                    count()           AS rows,
                    min(_timestamp)   AS first_timestamp,
                    max(_timestamp)   AS last_timestamp,
                    %3$-17s AS first_event_ts,
                    %4$-17s AS last_event_ts,
                    max(_ingested_at) AS ingested_at
                FROM %2$s
                GROUP BY _topic, _topic_id, _partition
                """.formatted(view, table, "min(" + proposal.timeColumn() + ")", "max(" + proposal.timeColumn() + ")");
    }

    private static String line(String name, int width, String definition) {
        return "    " + name + " ".repeat(Math.max(0, width - name.length())) + " " + definition;
    }

    /** Says where a value comes from if the name of its column does not. */
    private static String comment(Proposal.Column column) {
        String from = Shown.of(column.from());
        return from.replace('.', '_').equals(column.name())
                ? ""
                : " COMMENT '" + from.replace("\\", "\\\\").replace("'", "\\'") + " in the JSON'";
    }
}
