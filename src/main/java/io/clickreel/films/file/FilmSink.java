package io.clickreel.films.file;

import io.clickreel.films.file.FilmColumn.BadValueException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the rows of a file against the contract, and keeps them as ClickHouse reads them (TabSeparated). */
final class FilmSink implements AutoCloseable {
    private final List<FilmColumn> columns;
    private final FilmHeader header;
    private final OutputStream out;
    private final StringBuilder row = new StringBuilder();
    private long rows;

    FilmSink(FilmContract contract, FilmHeader header, OutputStream out) {
        this.columns = contract.columns();
        this.header = header;
        this.out = out;
    }

    /** The values of a row in its file. */
    interface Values {
        /** The value at a position; null: none. */
        @Nullable
        String at(int position) throws BadValueException;
    }

    /**
     * Takes one row.
     *
     * @param where the place in the file for the message, such as "line 7"
     * @throws RefusedFileException if a value breaks the contract
     */
    void take(String where, Values values) throws IOException, RefusedFileException {
        row.setLength(0);
        for (int i = 0; i < columns.size(); i++) {
            FilmColumn column = columns.get(i);
            int position = header.position(i);
            try {
                escape(column.value(position < 0 ? null : values.at(position)));
            } catch (BadValueException e) {
                throw new RefusedFileException(where + ", column " + column.name() + ": " + e.getMessage());
            }
            row.append(i + 1 < columns.size() ? '\t' : '\n');
        }
        out.write(row.toString().getBytes(StandardCharsets.UTF_8));
        rows++;
    }

    long rows() {
        return rows;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\t' -> row.append("\\t");
                case '\n' -> row.append("\\n");
                case '\r' -> row.append("\\r");
                case '\\' -> row.append("\\\\");
                default -> row.append(c);
            }
        }
    }
}
