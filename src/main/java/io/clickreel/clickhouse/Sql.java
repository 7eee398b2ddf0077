package io.clickreel.clickhouse;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A statement or a piece of one, with its parameters: the text has {@code {name:Type}} for each, and ClickHouse gets
 * the values separately. So no value can be read as SQL.
 */
public record Sql(String text, Map<String, @Nullable Object> parameters) {
    public Sql {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    public Sql(String text) {
        this(text, Map.of());
    }

    /** @param value a text, a number, a UUID, or a list of those */
    public Sql with(String name, Object value) {
        return with(Map.of(name, value));
    }

    /** @throws IllegalArgumentException if a parameter has another value already */
    public Sql with(Map<String, ? extends @Nullable Object> more) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(parameters);
        more.forEach((name, value) -> {
            Object before = all.put(name, value);
            if (before != null && !before.equals(value)) {
                throw new IllegalArgumentException("The parameter " + name + " would be " + before + " and " + value
                        + " in one statement: " + text);
            }
        });
        return new Sql(text, all);
    }

    public Sql plus(String more) {
        return new Sql(text + more, parameters);
    }

    /** This text followed by another one, with the parameters of both. */
    public Sql plus(Sql more) {
        return plus(more.text).with(more.parameters);
    }

    /** A name quoted for a place where a statement takes no parameter, whatever characters it has. */
    public static String quoted(String identifier) {
        return "`" + identifier.replace("\\", "\\\\").replace("`", "\\`") + "`";
    }
}
