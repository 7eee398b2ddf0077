package io.clickreel.clickhouse;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message body that the {@code clickhouse:} endpoint streams without a copy. */
public interface StreamedBody {
    /** The columns that it has; empty: those of the table. */
    List<String> columnNames();

    /** Writes the whole body; may be called again for another try. */
    void writeTo(OutputStream out) throws IOException;

    /**
     * The inserts that store it, one after the other: mostly itself, in one. Each try has the same parts with the same
     * names.
     */
    default List<Part> parts() {
        return List.of(new Part("", this::writeTo));
    }

    /**
     * One part, stored by one insert.
     *
     * @param name suffix that its deduplication token adds to that of the whole body
     */
    record Part(String name, Writer writer) {}

    /** Writes the bytes of a part; may be called again for another try. */
    interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Where it has to go; null: the route says. */
    default @Nullable Destination destination() {
        return null;
    }

    /**
     * What exactly-once delivery rests on, so that no edit of a route can change it.
     *
     * @param token names the insert, so that its repetition changes nothing
     */
    record Destination(String table, String token) {}

    /** Called when ClickHouse has said that all of it is stored. */
    default void acknowledged() {}
}
