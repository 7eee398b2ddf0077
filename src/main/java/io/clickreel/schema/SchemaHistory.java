package io.clickreel.schema;

import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.Sql;
import java.util.List;
import java.util.Map;

/**
 * The table {@code schema_history}: which files were applied, with which text, when and by whom.
 *
 * <p>It has no lock. Two instances that apply the same file write the same key, which counts once; two that apply
 * different texts under one version write two keys, which stay visible and are refused.
 */
final class SchemaHistory {
    /** One applied file. */
    record Entry(int version, String file, String sha256, String sql, String appliedAt, String appliedBy) {}

    private static final String CREATE = """
            CREATE TABLE IF NOT EXISTS schema_history
            (
                version    UInt32,
                file       String,
                sha256     String,
                sql        String,
                applied_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC'),
                applied_by String
            )
            ENGINE = ReplacingMergeTree
            ORDER BY (version, file, sha256)
            """;
    private static final Sql READ = new Sql("""
            SELECT version, file, sha256, any(sql) AS text, toString(min(applied_at)) AS first_at,
                argMin(applied_by, applied_at) AS first_by
            FROM schema_history
            GROUP BY version, file, sha256
            ORDER BY version, file, sha256
            """);

    private final ClickHouse clickHouse;

    SchemaHistory(ClickHouse clickHouse) {
        this.clickHouse = clickHouse;
    }

    void create() {
        clickHouse.run(CREATE);
    }

    List<Entry> read() {
        return clickHouse.rows(READ).stream()
                .map(row -> new Entry(
                        row.integer("version"),
                        row.text("file"),
                        row.text("sha256"),
                        row.text("text"),
                        row.text("first_at"),
                        row.text("first_by")))
                .toList();
    }

    void add(DdlFile file, String appliedBy) {
        clickHouse.insert(
                "schema_history",
                List.of(Map.of(
                        "version", file.version(),
                        "file", file.name(),
                        "sha256", file.sha256(),
                        "sql", file.sql(),
                        "applied_by", appliedBy)));
    }

    /** Forgets that files were applied, whatever their texts. */
    void remove(List<String> files) {
        clickHouse.run(new Sql(
                        "ALTER TABLE schema_history DELETE WHERE file IN {files:Array(String)} SETTINGS mutations_sync = 2")
                .with("files", files));
    }
}
