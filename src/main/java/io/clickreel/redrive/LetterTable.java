package io.clickreel.redrive;

import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.Row;
import io.clickreel.clickhouse.Sql;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The dead letters of one topic in table {@code dead_letters}, with what {@code redrives} says of each. */
public final class LetterTable {
    private static final String OF_TOPIC = " FROM dead_letters FINAL WHERE _topic = {topic:String}";
    private static final String IS_REDRIVEN =
            "(_topic_id, _partition, _offset) IN (SELECT _topic_id, _partition, _offset"
                    + " FROM redrives WHERE _topic = {topic:String} AND step = 'done')";
    private static final String OF_PARTITION =
            " WHERE _topic = {topic:String} AND _topic_id = {ofTopicId:UUID} AND _partition = {ofPartition:UInt32}";
    private static final String FROM_OFFSET = OF_PARTITION + " AND _offset >= {fromOffset:UInt64}";

    private static final Sql REDRIVEN_AT = new Sql("""
            ) AS l
            LEFT JOIN
            (
                SELECT _topic_id, _partition, _offset, max(at) AS redriven_at
                FROM redrives WHERE _topic = {topic:String} AND step = 'done'
                GROUP BY _topic_id, _partition, _offset
            ) AS r USING (_topic_id, _partition, _offset)
            ORDER BY l._topic_id, l._partition, l._offset
            """);
    private static final Sql WHOLE =
            new Sql("""
            SELECT _offset, reason, field, detail, contract_version, toString(_timestamp) AS timestamp, toString(dead_at) AS at,
                base64Encode(key) AS key64, base64Encode(value) AS value64, _header_keys,
                arrayMap(v -> base64Encode(v), _header_values) AS header_values64
            FROM dead_letters FINAL
            """ + OF_PARTITION + " AND _offset BETWEEN {first:UInt64} AND {last:UInt64} ORDER BY _offset");
    private static final Sql SUCCESSORS = new Sql("SELECT _topic_id, _partition, _offset" + OF_TOPIC
            + " AND has(_header_keys, {header:String}) AND has(_header_values, {from:String}) ORDER BY dead_at");

    private final ClickHouse clickHouse;
    private final String topic;

    /** The open letters of one partition. */
    record OpenPartition(UUID topicId, int partition, long letters) {}

    public LetterTable(ClickHouse clickHouse, String topic) {
        this.clickHouse = clickHouse;
        this.topic = topic;
    }

    public String topic() {
        return topic;
    }

    /** Counts the letters of each reason and field, the most first. */
    public List<LetterGroup> groups(Selection selection) {
        Sql sql = new Sql(
                        "SELECT reason, field, count() AS letters, countIf(NOT redriven) AS open, countIf(redriven) AS done,"
                                + " toString(min(dead_at)) AS first, toString(max(dead_at)) AS last"
                                + " FROM (SELECT reason, field, dead_at, " + IS_REDRIVEN + " AS redriven" + OF_TOPIC)
                .plus(selection.and())
                .plus(") GROUP BY reason, field ORDER BY letters DESC, reason, field");
        return clickHouse.rows(sql.with("topic", topic)).stream()
                .map(row -> new LetterGroup(
                        row.text("reason"),
                        row.text("field"),
                        row.number("letters"),
                        row.number("open"),
                        row.number("done"),
                        row.text("first"),
                        row.text("last")))
                .toList();
    }

    /** Passes on each letter, in the order of their origins. */
    public void lines(Selection selection, long limit, Consumer<LetterLine> each) {
        Sql sql = new Sql("SELECT l._topic_id AS _topic_id, l._partition AS _partition, l._offset AS _offset,"
                        + " toString(l.dead_at) AS at, l.reason AS reason, l.field AS field, l.detail AS detail,"
                        + " if(r.redriven_at = 0, '', toString(r.redriven_at)) AS redriven"
                        + " FROM (SELECT _topic_id, _partition, _offset, dead_at, reason, field, detail" + OF_TOPIC)
                .plus(selection.and())
                .plus(" ORDER BY _topic_id, _partition, _offset LIMIT {limit:UInt64}")
                .plus(REDRIVEN_AT);
        clickHouse.read(
                sql.with(Map.of("topic", topic, "limit", limit)),
                row -> each.accept(new LetterLine(
                        origin(row),
                        row.text("at"),
                        row.text("reason"),
                        row.text("field"),
                        row.text("detail"),
                        row.text("redriven").isEmpty() ? null : row.text("redriven"))));
    }

    /** A letter with its content; null if it is gone. */
    public @Nullable StoredLetter whole(Origin origin) {
        List<StoredLetter> found = whole(origin.topicId(), origin.partition(), Set.of(origin.offset()));
        return found.isEmpty() ? null : found.get(0);
    }

    /** The dead letters that a letter has become again after it was moved back. */
    public List<Origin> successors(Origin origin) {
        Sql sql = SUCCESSORS.with(Map.of("topic", topic, "header", RedriveHeaders.FROM, "from", origin.header()));
        return clickHouse.rows(sql).stream().map(LetterTable::origin).toList();
    }

    /** The partitions that have letters not moved back yet. */
    List<OpenPartition> open(Selection selection) {
        Sql sql = new Sql("SELECT _topic_id, _partition, count() AS letters" + OF_TOPIC)
                .plus(selection.and())
                .plus(" AND NOT " + IS_REDRIVEN + " GROUP BY _topic_id, _partition ORDER BY _topic_id, _partition");
        return clickHouse.rows(sql.with("topic", topic)).stream()
                .map(row -> new OpenPartition(row.uuid("_topic_id"), row.integer("_partition"), row.number("letters")))
                .toList();
    }

    /** The next open offsets of a partition, with the bytes of key and value. */
    Map<Long, Long> openOffsets(Selection selection, OpenPartition of, long fromOffset, int most) {
        Sql sql = new Sql("SELECT _offset, length(ifNull(key, '')) + length(ifNull(value, '')) AS bytes"
                        + " FROM dead_letters FINAL" + FROM_OFFSET)
                .plus(selection.and())
                .plus(" AND _offset NOT IN (SELECT _offset FROM redrives" + FROM_OFFSET + " AND step = 'done')"
                        + " ORDER BY _offset LIMIT {most:UInt32}")
                .with(ofPartition(of.topicId(), of.partition()))
                .with(Map.of("fromOffset", fromOffset, "most", most));
        Map<Long, Long> bytesOfOffset = new LinkedHashMap<>();
        clickHouse.read(sql, row -> bytesOfOffset.put(row.number("_offset"), row.number("bytes")));
        return bytesOfOffset;
    }

    /** The letters of these offsets, with their content, in their order. */
    List<StoredLetter> whole(UUID topicId, int partition, Set<Long> offsets) {
        Sql sql = WHOLE.with(ofPartition(topicId, partition))
                .with(Map.of("first", Collections.min(offsets), "last", Collections.max(offsets)));
        List<StoredLetter> letters = new ArrayList<>();
        clickHouse.read(sql, row -> {
            long offset = row.number("_offset");
            if (offsets.contains(offset)) {
                letters.add(letter(new Origin(topicId, partition, offset), row));
            }
        });
        return letters;
    }

    private static StoredLetter letter(Origin origin, Row row) {
        List<@Nullable String> keys = row.texts("_header_keys");
        List<@Nullable String> values = row.texts("header_values64");
        List<StoredHeader> headers = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            headers.add(new StoredHeader(String.valueOf(keys.get(i)), bytes(values.get(i))));
        }
        return new StoredLetter(
                origin,
                row.text("reason"),
                row.text("field"),
                row.text("detail"),
                row.text("contract_version"),
                row.text("timestamp"),
                row.text("at"),
                bytes(row.textOrNull("key64")),
                bytes(row.textOrNull("value64")),
                headers);
    }

    private Map<String, Object> ofPartition(UUID topicId, int partition) {
        return Map.of("topic", topic, "ofTopicId", topicId, "ofPartition", partition);
    }

    private static Origin origin(Row row) {
        return new Origin(row.uuid("_topic_id"), row.integer("_partition"), row.number("_offset"));
    }

    private static byte @Nullable [] bytes(@Nullable String base64) {
        return base64 == null ? null : Base64.getDecoder().decode(base64);
    }
}
