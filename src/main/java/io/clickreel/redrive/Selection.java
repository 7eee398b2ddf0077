package io.clickreel.redrive;

import io.clickreel.clickhouse.Sql;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Selects dead letters; what is null or empty does not narrow the selection.
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

    /** The letter at an offset; of a topic that was made again there may be one for each topic id. */
    public static Selection of(int partition, long offset) {
        return new Selection(List.of(), List.of(), null, null, partition, offset, offset);
    }

    public boolean isAll() {
        return equals(ALL);
    }

    /** The condition in SQL, beginning with AND. */
    Sql and() {
        Sql sql = new Sql("");
        sql = and(sql, "reason IN {reasons:Array(String)}", "reasons", reasons.isEmpty() ? null : reasons);
        sql = and(sql, "field IN {fields:Array(String)}", "fields", fields.isEmpty() ? null : fields);
        sql = and(sql, "dead_at >= fromUnixTimestamp64Milli({from:Int64})", "from", ms(from));
        sql = and(sql, "dead_at < fromUnixTimestamp64Milli({to:Int64})", "to", ms(to));
        sql = and(sql, "_partition = {partition:UInt32}", "partition", partition);
        sql = and(sql, "_offset >= {firstOffset:UInt64}", "firstOffset", firstOffset);
        return and(sql, "_offset <= {lastOffset:UInt64}", "lastOffset", lastOffset);
    }

    private static Sql and(Sql before, String condition, String name, @Nullable Object value) {
        return value == null ? before : before.plus(" AND " + condition).with(name, value);
    }

    private static @Nullable Long ms(@Nullable Instant time) {
        return time == null ? null : Long.valueOf(time.toEpochMilli());
    }
}
