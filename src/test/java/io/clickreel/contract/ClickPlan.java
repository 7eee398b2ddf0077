package io.clickreel.contract;

import io.clickreel.contract.column.TableColumn;
import io.clickreel.contract.schema.SchemaFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The contract of clicks put together with the columns of their table, both as the files say. */
public final class ClickPlan {
    public static final Path CONTRACT = Path.of("contracts", "dvd_clicks-value.schema.json");

    private static final Path TABLE = Path.of("ddl", "0001_create_clicks.sql");
    /** A line of the columns that are not Clickreel's own: name, type, and perhaps a codec. */
    private static final Pattern COLUMN =
            Pattern.compile("^ {4}(?<name>[a-z][a-z_]*) +(?<type>.+?)(?: CODEC\\(.*\\))?,$", Pattern.MULTILINE);

    static final List<TableColumn> COLUMNS = columns();

    /** The fields of a click in the order of the contract, which is that of the table too. */
    public static final List<String> FIELDS =
            COLUMNS.stream().map(TableColumn::name).toList();

    private ClickPlan() {}

    public static Plan make() {
        return new Plan(SchemaFile.read(CONTRACT), "clicks", COLUMNS, "toYYYYMM(event_ts)");
    }

    private static List<TableColumn> columns() {
        try {
            return COLUMN.matcher(Files.readString(TABLE))
                    .results()
                    .map(ClickPlan::column)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TableColumn column(MatchResult line) {
        return new TableColumn(line.group(1), line.group(2), "");
    }
}
