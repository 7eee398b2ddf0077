package io.clickreel.deadletter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant; what is null or empty does not narrow it.
 *
 * @param from the earliest {@code dead_at}
 * @param to {@code dead_at} is before it
 * @param firstOffset the first of {@code _offset}
 * @param lastOffset the last of {@code _offset}
 */
public record Selection(
        List<String> reasons,
        List<String> fields,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Integer partition,
        @Nullable Long firstOffset,
        @Nullable Long lastOffset) {
    public static final Selection ALL = new Selection(List.of(), List.of(), null, null, null, null, null);

    /** One letter; of a topic that was made again there may be one of each. */
    public static Selection of(int partition, long offset) {
        return new Selection(List.of(), List.of(), null, null, partition, offset, offset);
    }

    public boolean isAll() {
        return equals(ALL);
    }

    /** The SQL condition, to be put behind another one. */
    String and() {
        List<String> conditions = new ArrayList<>();
        anyOf(conditions, "reason", reasons);
        anyOf(conditions, "field", fields);
        add(conditions, from, "dead_at >= fromUnixTimestamp64Milli({from:Int64})");
        add(conditions, to, "dead_at < fromUnixTimestamp64Milli({to:Int64})");
        add(conditions, partition, "_partition = {partition:UInt32}");
        add(conditions, firstOffset, "_offset >= {firstOffset:UInt64}");
        add(conditions, lastOffset, "_offset <= {lastOffset:UInt64}");
        return String.join("", conditions);
    }

    /** The values of {@link #and()}. */
    Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        put(parameters, "reason", reasons);
        put(parameters, "field", fields);
        if (from != null) {
            parameters.put("from", from.toEpochMilli());
        }
        if (to != null) {
            parameters.put("to", to.toEpochMilli());
        }
        if (partition != null) {
            parameters.put("partition", partition);
        }
        if (firstOffset != null) {
            parameters.put("firstOffset", firstOffset);
        }
        if (lastOffset != null) {
            parameters.put("lastOffset", lastOffset);
        }
        return parameters;
    }

    private static void add(List<String> conditions, @Nullable Object value, String condition) {
        if (value != null) {
            conditions.add(" AND " + condition);
        }
    }

    private static void anyOf(List<String> conditions, String column, List<String> values) {
        List<String> places = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            places.add("{" + column + i + ":String}");
        }
        if (!places.isEmpty()) {
            conditions.add(" AND " + column + " IN (" + String.join(", ", places) + ")");
        }
    }

    private static void put(Map<String, Object> parameters, String column, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            parameters.put(column + i, values.get(i));
        }
    }
}
