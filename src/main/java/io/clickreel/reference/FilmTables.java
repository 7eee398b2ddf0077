package io.clickreel.reference;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/** The films in ClickHouse: the live table, staging tables beside it, the versions that were live before, the history. */
final class FilmTables {
    private static final String REMEMBER = """
            INSERT INTO dim_film_refreshes (bucket, object_key, etag, last_modified, size, version, rows, live_rows,
                outcome, reason, approvable, duration_ms)
            VALUES (?, ?, ?, fromUnixTimestamp64Milli(?, 'UTC'), ?, ?, ?, ?, ?, ?, ?, ?)""";

    static final String LIVE = "dim_film";

    private final DataSource clickHouse;
    private final FilmContract contract;

    FilmTables(DataSource clickHouse, FilmContract contract) {
        this.clickHouse = clickHouse;
        this.contract = contract;
    }

    void createStaging(String staging) throws SQLException {
        execute(FilmVersions.createStaging(staging));
    }

    void dropStaging(String staging) throws SQLException {
        execute(FilmVersions.dropStaging(staging));
    }

    FilmCensus census(String table) throws SQLException {
        try (Connection connection = clickHouse.getConnection();
                PreparedStatement statement = connection.prepareStatement(FilmCensus.select(contract, table));
                ResultSet counted = statement.executeQuery()) {
            counted.next();
            ResultSetMetaData columns = counted.getMetaData();
            Map<String, Object> counts = new HashMap<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                counts.put(columns.getColumnLabel(i), counted.getObject(i));
            }
            return new FilmCensus(counts);
        }
    }

    /** Keeps the live films for {@code ./clickreel films rollback}. */
    void keepLive(String version) throws SQLException {
        execute(FilmVersions.drop(version));
        execute(FilmVersions.keepLive(contract, version));
    }

    void swap(String staging) throws SQLException {
        execute(FilmVersions.swap(staging));
    }

    void clearLive() throws SQLException {
        execute("TRUNCATE TABLE " + LIVE);
    }

    /** Adds a row to the history. */
    void remember(RefreshAttempt attempt, String outcome, String reason, boolean approvable) throws SQLException {
        FileVersion version = attempt.version();
        execute(
                REMEMBER,
                version.bucket(),
                version.key(),
                version.etag(),
                // A number: a timestamp would be shifted by this machine's time zone.
                version.lastModified().toEpochMilli(),
                version.size(),
                attempt.staged().version(),
                attempt.staged().films(),
                attempt.live().films(),
                outcome,
                reason,
                approvable ? 1 : 0,
                attempt.durationMs());
    }

    private void execute(String sql, Object... parameters) throws SQLException {
        try (Connection connection = clickHouse.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }
}
