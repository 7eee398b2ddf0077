package io.clickreel.clickhouse;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** A body whose bytes are those of its rows. */
public interface RowsBody extends StreamedBody {
    StreamedBody rows();

    @Override
    default List<String> columnNames() {
        return rows().columnNames();
    }

    @Override
    default void writeTo(OutputStream out) throws IOException {
        rows().writeTo(out);
    }

    @Override
    default List<Part> parts() {
        return rows().parts();
    }
}
