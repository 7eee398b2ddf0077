package io.clickreel.clickhouse;

import com.clickhouse.client.api.data_formats.internal.BinaryStreamReader.ArrayValue;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of an answer; its values are asked for by the names of the columns. */
public final class Row {
    private final Map<String, @Nullable Object> values;

    Row(Map<String, @Nullable Object> values) {
        this.values = new HashMap<>(values);
    }

    /** Whether the column's value is not NULL. */
    public boolean has(String column) {
        return found(column) != null;
    }

    public String text(String column) {
        return String.valueOf(value(column));
    }

    public @Nullable String textOrNull(String column) {
        return has(column) ? text(column) : null;
    }

    /** A whole number, or a Bool as 0 or 1. */
    public long number(String column) {
        return number(value(column));
    }

    public int integer(String column) {
        return Math.toIntExact(number(column));
    }

    /** A whole number; empty for NULL. */
    public OptionalLong optionalNumber(String column) {
        return has(column) ? OptionalLong.of(number(column)) : OptionalLong.empty();
    }

    public UUID uuid(String column) {
        return (UUID) value(column);
    }

    /** The texts of an array; NULL becomes null. */
    public List<@Nullable String> texts(String column) {
        return ((ArrayValue) value(column)).asList();
    }

    /** All values, by the names of the columns. */
    public Map<String, @Nullable Object> values() {
        return Collections.unmodifiableMap(values);
    }

    long onlyNumber() {
        Object value = values.values().iterator().next();
        return value == null ? 0 : number(value);
    }

    private static long number(Object value) {
        return value instanceof Boolean truth ? truth ? 1 : 0 : ((Number) value).longValue();
    }

    private Object value(String column) {
        Object value = found(column);
        if (value == null) {
            throw new IllegalStateException("ClickHouse's answer has NULL in column " + column);
        }
        return value;
    }

    private @Nullable Object found(String column) {
        if (!values.containsKey(column)) {
            throw new IllegalStateException("ClickHouse's answer has no column " + column + ", but " + values.keySet());
        }
        return values.get(column);
    }
}
