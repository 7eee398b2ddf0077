package io.clickreel.deadletter;

import com.clickhouse.client.api.Client;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The table {@code dead_letters} of one topic, with what {@code redrives} says of each. */
public final class LetterTable {
    private static final String ORIGIN = "(_topic_id, _partition, _offset)";
    private static final String OF_TOPIC = " WHERE _topic = {topic:String}";
    private static final String REDRIVEN = "SELECT _topic_id, _partition, _offset, max(at) AS redriven_at FROM redrives"
            + OF_TOPIC + " AND step = 'done' GROUP BY _topic_id, _partition, _offset";
    private static final String IS_REDRIVEN =
            ORIGIN + " IN (SELECT _topic_id, _partition, _offset FROM redrives" + OF_TOPIC + " AND step = 'done')";
    private static final String OF_PARTITION =
            OF_TOPIC + " AND _topic_id = {ofTopicId:UUID} AND _partition = {ofPartition:UInt32}";

    private final Rows rows;
    private final String topic;

    /** A part of the open letters: those of a partition. */
    record OpenPartition(UUID topicId, int partition, long letters) {}

    /** @param address for messages */
    public LetterTable(Client client, String address, String topic) {
        this.rows = new Rows(client, address);
        this.topic = topic;
    }

    String topic() {
        return topic;
    }

    /** How many there are of each reason and field, the most first. */
    public List<LetterGroup> groups(Selection selection) {
        String sql = "SELECT reason, field, count(), countIf(NOT redriven), countIf(redriven), toString(min(dead_at)),"
                + " toString(max(dead_at)) FROM (SELECT reason, field, dead_at, " + IS_REDRIVEN
                + " AS redriven FROM dead_letters FINAL" + OF_TOPIC + selection.and()
                + ") GROUP BY reason, field ORDER BY count() DESC, reason, field";
        List<LetterGroup> groups = new ArrayList<>();
        rows.read(
                sql,
                parameters(selection),
                row -> groups.add(new LetterGroup(
                        row.path(0).asText(),
                        row.path(1).asText(),
                        row.path(2).asLong(),
                        row.path(3).asLong(),
                        row.path(4).asLong(),
                        row.path(5).asText(),
                        row.path(6).asText())));
        return groups;
    }

    /** Each one, in the order of their origins. */
    public void lines(Selection selection, long limit, Consumer<LetterLine> each) {
        String sql = "SELECT toString(l._topic_id), l._partition, l._offset, toString(l.dead_at), l.reason, l.field,"
                + " l.detail, if(r.redriven_at = 0, '', toString(r.redriven_at)) FROM (SELECT _topic_id, _partition,"
                + " _offset, dead_at, reason, field, detail FROM dead_letters FINAL" + OF_TOPIC + selection.and()
                + " ORDER BY " + ORIGIN + " LIMIT {limit:UInt64}) AS l LEFT JOIN (" + REDRIVEN
                + ") AS r USING (_topic_id, _partition, _offset) ORDER BY l._topic_id, l._partition, l._offset";
        Map<String, Object> parameters = parameters(selection);
        parameters.put("limit", limit);
        rows.read(
                sql,
                parameters,
                row -> each.accept(new LetterLine(
                        new Origin(
                                UUID.fromString(row.path(0).asText()),
                                row.path(1).asInt(),
                                row.path(2).asLong()),
                        row.path(3).asText(),
                        row.path(4).asText(),
                        row.path(5).asText(),
                        row.path(6).asText(),
                        emptyToNull(row.path(7).asText()))));
    }

    /** One of them, whole; null if it is gone. */
    public @Nullable StoredLetter whole(Origin origin) {
        List<StoredLetter> found = whole(origin.topicId(), origin.partition(), Set.of(origin.offset()));
        return found.isEmpty() ? null : found.get(0);
    }

    /** The dead letters that a redriven one has become again. */
    public List<Origin> successors(Origin origin) {
        Map<String, Object> parameters = Map.of("topic", topic, "header", RedriveHeaders.FROM, "from", origin.header());
        List<Origin> successors = new ArrayList<>();
        rows.read(
                "SELECT toString(_topic_id), _partition, _offset FROM dead_letters FINAL" + OF_TOPIC
                        + " AND has(_header_keys, {header:String}) AND has(_header_values, {from:String})"
                        + " ORDER BY dead_at",
                parameters,
                row -> successors.add(new Origin(
                        UUID.fromString(row.path(0).asText()),
                        row.path(1).asInt(),
                        row.path(2).asLong())));
        return successors;
    }

    /** Where there are letters that were not moved back yet. */
    List<OpenPartition> open(Selection selection) {
        List<OpenPartition> open = new ArrayList<>();
        rows.read(
                "SELECT toString(_topic_id), _partition, count() FROM dead_letters FINAL" + OF_TOPIC + selection.and()
                        + " AND NOT " + IS_REDRIVEN + " GROUP BY _topic_id, _partition ORDER BY _topic_id, _partition",
                parameters(selection),
                row -> open.add(new OpenPartition(
                        UUID.fromString(row.path(0).asText()),
                        row.path(1).asInt(),
                        row.path(2).asLong())));
        return open;
    }

    /** The next open offsets of a partition, with the bytes of key and value. */
    Map<Long, Long> openOffsets(Selection selection, OpenPartition of, long fromOffset, int most) {
        Map<String, Object> parameters = ofPartition(of.topicId(), of.partition());
        parameters.putAll(selection.parameters());
        parameters.put("fromOffset", fromOffset);
        parameters.put("most", most);
        String part = OF_PARTITION + " AND _offset >= {fromOffset:UInt64}";
        Map<Long, Long> bytesOfOffset = new LinkedHashMap<>();
        rows.read(
                "SELECT _offset, length(ifNull(key, '')) + length(ifNull(value, '')) FROM dead_letters FINAL" + part
                        + selection.and() + " AND _offset NOT IN (SELECT _offset FROM redrives" + part
                        + " AND step = 'done') ORDER BY _offset LIMIT {most:UInt32}",
                parameters,
                row -> bytesOfOffset.put(row.path(0).asLong(), row.path(1).asLong()));
        return bytesOfOffset;
    }

    /** The letters of these offsets, in their order. */
    List<StoredLetter> whole(UUID topicId, int partition, Set<Long> offsets) {
        Map<String, Object> parameters = ofPartition(topicId, partition);
        parameters.put("first", Collections.min(offsets));
        parameters.put("last", Collections.max(offsets));
        String sql = "SELECT _offset, reason, field, detail, contract_version, toString(_timestamp), toString(dead_at),"
                + " base64Encode(key), base64Encode(value), _header_keys, arrayMap(v -> base64Encode(v),"
                + " _header_values) FROM dead_letters FINAL" + OF_PARTITION
                + " AND _offset BETWEEN {first:UInt64} AND {last:UInt64} ORDER BY _offset";
        List<StoredLetter> letters = new ArrayList<>();
        rows.read(sql, parameters, row -> {
            long offset = row.path(0).asLong();
            if (offsets.contains(offset)) {
                letters.add(letter(new Origin(topicId, partition, offset), row));
            }
        });
        return letters;
    }

    private static StoredLetter letter(Origin origin, JsonNode row) {
        List<StoredHeader> headers = new ArrayList<>();
        for (int i = 0; i < row.path(9).size(); i++) {
            headers.add(new StoredHeader(
                    row.path(9).path(i).asText(), bytes(row.path(10).path(i))));
        }
        return new StoredLetter(
                origin,
                row.path(1).asText(),
                row.path(2).asText(),
                row.path(3).asText(),
                row.path(4).asText(),
                row.path(5).asText(),
                row.path(6).asText(),
                bytes(row.path(7)),
                bytes(row.path(8)),
                headers);
    }

    private Map<String, Object> parameters(Selection selection) {
        Map<String, Object> parameters = new HashMap<>(selection.parameters());
        parameters.put("topic", topic);
        return parameters;
    }

    private Map<String, Object> ofPartition(UUID topicId, int partition) {
        return new HashMap<>(Map.of("topic", topic, "ofTopicId", topicId.toString(), "ofPartition", partition));
    }

    private static byte @Nullable [] bytes(JsonNode base64) {
        return base64.isNull() ? null : Base64.getDecoder().decode(base64.asText());
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
