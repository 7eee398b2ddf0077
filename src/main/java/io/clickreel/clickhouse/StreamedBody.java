package io.clickreel.clickhouse;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** A message body that the {@code clickhouse:} endpoint streams without a copy. */
public interface StreamedBody {
    /** The columns that it has; empty: those of the table. */
    List<String> columnNames();

    /** Writes the whole body; may be called again for another try. */
    void writeTo(OutputStream out) throws IOException;

    /**
     * What it is made of, stored one after the other: mostly itself, in one insert. The same in each try, and each part
     * with the same name.
     */
    default List<Part> parts() {
        return List.of(new Part("", this::writeTo));
    }

    /**
     * What is inserted at once.
     *
     * @param name what its deduplication token has more than that of the whole body
     */
    record Part(String name, Writer writer) {}

    /** Writes the bytes of a part; may be called again for another try. */
    interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Called when ClickHouse has said that all of it is stored. */
    default void acknowledged() {}
}
