package io.clickreel.films;

import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.Row;
import io.clickreel.clickhouse.Sql;
import io.clickreel.films.file.FilmContract;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The films in ClickHouse: the live table, staging tables beside it, earlier versions, and the history. */
final class FilmTables {
    static final String LIVE = "dim_film";

    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final ClickHouse clickHouse;
    private final FilmContract contract;

    FilmTables(ClickHouse clickHouse, FilmContract contract) {
        this.clickHouse = clickHouse;
        this.contract = contract;
    }

    void createStaging(String staging) {
        clickHouse.run("CREATE TABLE " + staging + " AS dim_film");
    }

    void dropStaging(String staging) {
        clickHouse.run("DROP TABLE IF EXISTS " + staging + " SYNC");
    }

    FilmCensus census(String table) {
        return new FilmCensus(
                clickHouse.row(new Sql(FilmCensus.select(contract, table))).values());
    }

    String liveVersion() {
        return clickHouse
                .row(new Sql("SELECT " + FilmCensus.version(contract) + " AS version FROM dim_film"))
                .text("version");
    }

    /** Copies the live films, in the place of what a run that died has left of them. */
    void keepLive(String version) {
        run("ALTER TABLE dim_film_versions DROP PARTITION {version:String}", version);
        run(
                "INSERT INTO dim_film_versions (version, " + contract.names() + ") SELECT {version:String}, "
                        + contract.names() + " FROM dim_film",
                version);
    }

    /** The complete kept versions other than the live one, the newest first. */
    List<Row> kept() {
        // DISTINCT, because two instances may have kept the same version at once.
        return clickHouse.rows(new Sql("SELECT version, toString(max(replaced)) AS replaced_at, count() AS films, "
                + FilmCensus.version(contract) + " AS whole FROM (SELECT version, " + contract.names()
                + ", max(replaced_at) AS replaced FROM dim_film_versions GROUP BY version, " + contract.names()
                + ") GROUP BY version HAVING whole = version AND version != (SELECT " + FilmCensus.version(contract)
                + " FROM dim_film) ORDER BY max(replaced) DESC, version"));
    }

    /** Copies a kept version into a staging table. */
    void restore(String version, String staging) {
        run(
                "INSERT INTO " + staging + " (" + contract.names() + ") SELECT DISTINCT " + contract.names()
                        + " FROM dim_film_versions WHERE version = {version:String}",
                version);
    }

    /** Makes readers see all of the staged films instead of all of the live, from one moment to the next. */
    void swap(String staging) {
        clickHouse.run("EXCHANGE TABLES " + staging + " AND dim_film");
    }

    void clearLive() {
        clickHouse.run("TRUNCATE TABLE " + LIVE);
    }

    /** Writes the attempt and its outcome into the history. */
    void remember(RefreshAttempt attempt, String outcome, String reason, boolean approvable) {
        FileVersion version = attempt.version();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("bucket", version.bucket());
        row.put("object_key", version.key());
        row.put("etag", version.etag());
        row.put("last_modified", UTC.format(version.lastModified()));
        row.put("size", version.size());
        row.put("version", attempt.staged().version());
        row.put("rows", attempt.staged().films());
        row.put("live_rows", attempt.live().films());
        row.put("outcome", outcome);
        row.put("reason", reason);
        row.put("approvable", approvable);
        row.put("duration_ms", attempt.durationMs());
        clickHouse.insert("dim_film_refreshes", List.of(row));
    }

    private void run(String sql, String version) {
        clickHouse.run(new Sql(sql).with("version", version));
    }
}
