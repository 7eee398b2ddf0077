package io.clickreel.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The table {@code schema_history}: which files were applied, with which text, when and by whom.
 *
 * <p>Nothing locks it. Two instances that apply the same file write the same key, which counts once; two that apply
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
    private static final String READ = """
            SELECT version, file, sha256, any(sql), toString(min(applied_at)), argMin(applied_by, applied_at)
            FROM schema_history
            GROUP BY version, file, sha256
            ORDER BY version, file, sha256
            """;
    private static final String WRITE =
            "INSERT INTO schema_history (version, file, sha256, sql, applied_by) VALUES (?, ?, ?, ?, ?)";

    private final Connection connection;

    SchemaHistory(Connection connection) {
        this.connection = connection;
    }

    void create() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
        }
    }

    List<Entry> read() throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(READ)) {
            while (rows.next()) {
                entries.add(new Entry(
                        rows.getInt(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getString(4),
                        rows.getString(5),
                        rows.getString(6)));
            }
        }
        return entries;
    }

    void add(DdlFile file, String appliedBy) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(WRITE)) {
            insert.setInt(1, file.version());
            insert.setString(2, file.name());
            insert.setString(3, file.sha256());
            insert.setString(4, file.sql());
            insert.setString(5, appliedBy);
            insert.executeUpdate();
        }
    }
}
