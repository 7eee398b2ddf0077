package io.clickreel.reference;

import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.Sql;
import io.clickreel.reference.file.FilmContract;
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
        clickHouse.run(FilmVersions.createStaging(staging));
    }

    void dropStaging(String staging) {
        clickHouse.run(FilmVersions.dropStaging(staging));
    }

    FilmCensus census(String table) {
        return new FilmCensus(
                clickHouse.row(new Sql(FilmCensus.select(contract, table))).values());
    }

    /** Copies the live films, so that {@code ./clickreel films rollback} can bring them back. */
    void keepLive(String version) {
        clickHouse.run(FilmVersions.drop(version));
        clickHouse.run(FilmVersions.keepLive(contract, version));
    }

    void swap(String staging) {
        clickHouse.run(FilmVersions.swap(staging));
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
}
