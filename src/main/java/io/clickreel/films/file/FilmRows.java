package io.clickreel.films.file;

import io.clickreel.clickhouse.StreamedBody;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Films that have passed the contract, on their way into a staging table. */
public final class FilmRows implements StreamedBody, Closeable {
    private final List<String> columns;
    private final Spool rows;
    private final FilmFileSummary summary;

    FilmRows(FilmContract contract, Spool rows, FilmFileSummary summary) {
        this.columns = contract.columns().stream().map(FilmColumn::name).toList();
        this.rows = rows;
        this.summary = summary;
    }

    @Override
    public List<String> columnNames() {
        return columns;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        rows.input().transferTo(out);
    }

    /** What was found in the file. */
    public FilmFileSummary summary() {
        return summary;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
