package io.clickreel.reference;

import io.clickreel.clickhouse.StreamedBody;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Films that have passed the contract, on their way into a staging table. */
public final class FilmRows implements StreamedBody {
    private final List<String> columns;
    private final Spool rows;

    FilmRows(FilmContract contract, Spool rows) {
        this.columns = contract.columns().stream().map(FilmColumn::name).toList();
        this.rows = rows;
    }

    @Override
    public List<String> columnNames() {
        return columns;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        rows.input().transferTo(out);
    }
}
