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

    /** Called when ClickHouse has said that all of it is stored. */
    default void acknowledged() {}
}
