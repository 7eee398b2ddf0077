package io.clickreel.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("services")
class JdbcTest {
    private static Connection connect(String... properties) throws SQLException {
        Properties all = new Properties();
        all.setProperty("user", SharedClickHouse.user());
        all.setProperty("password", SharedClickHouse.password());
        for (int i = 0; i < properties.length; i += 2) {
            all.setProperty(properties[i], properties[i + 1]);
        }
        return DriverManager.getConnection(
                "jdbc:clickhouse://127.0.0.1:" + SharedClickHouse.port() + "/clickreel", all);
    }

    @Test
    void tablesAreMadeFilledAndRead() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE OR REPLACE TABLE films (id UInt32, title String, rate Decimal(4, 2), at DateTime64(3))"
                            + " ENGINE = MergeTree ORDER BY id");
            assertThat(statement.executeUpdate(
                            "INSERT INTO films VALUES (1, 'A -- \\'B\\'; C', 4.99, 0), (2, '', 0, 1)"))
                    .isEqualTo(2);
            statement.execute("ALTER TABLE films ADD COLUMN length Nullable(UInt16)");
            try (ResultSet rows = statement.executeQuery("SELECT * FROM films ORDER BY id")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString("title")).isEqualTo("A -- 'B'; C");
                assertThat(rows.getBigDecimal("rate")).isEqualByComparingTo(new BigDecimal("4.99"));
                assertThat(rows.getObject("length")).isNull();
                assertThat(rows.next()).isTrue();
                assertThat(rows.next()).isFalse();
            }
            try (ResultSet nothing = statement.executeQuery("SELECT * FROM films WHERE id > 100")) {
                assertThat(nothing.getMetaData().getColumnCount()).isEqualTo(5);
                assertThat(nothing.next()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void aBatchIsInsertedWhole(String rowBinary) throws Exception {
        try (Connection connection = connect("beta.row_binary_for_simple_insert", rowBinary);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE OR REPLACE TABLE batch (id UUID, n UInt64, at DateTime64(3, 'UTC'), s String)"
                    + " ENGINE = MergeTree ORDER BY n");
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO batch (id, n, at, s) VALUES (?, ?, ?, ?)")) {
                for (int i = 0; i < 5000; i++) {
                    insert.setObject(1, new UUID(1, i));
                    insert.setLong(2, i);
                    insert.setTimestamp(3, Timestamp.from(Instant.ofEpochMilli(1_700_000_000_123L)));
                    insert.setString(4, "it's\n\t\\" + i);
                    insert.addBatch();
                }
                assertThat(Arrays.stream(insert.executeBatch()).sum()).isEqualTo(5000);
            }
            try (ResultSet row = statement.executeQuery(
                    "SELECT count(), sum(n), min(s), uniqExact(id), toString(max(at)) FROM batch")) {
                row.next();
                assertThat(row.getLong(1)).isEqualTo(5000);
                assertThat(row.getLong(2)).isEqualTo(12_497_500);
                assertThat(row.getString(3)).isEqualTo("it's\n\t\\0");
                assertThat(row.getLong(4)).isEqualTo(5000);
                assertThat(row.getString(5)).startsWith("2023-11-14 22:13:20.123");
            }
        }
    }

    @Test
    void aPreparedQueryTakesItsArguments() throws Exception {
        try (Connection connection = connect();
                PreparedStatement query =
                        connection.prepareStatement("SELECT ? || '!', number FROM numbers(5) WHERE number = ?")) {
            query.setString(1, "it's ü");
            query.setInt(2, 3);
            try (ResultSet row = query.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo("it's ü!");
                assertThat(row.getInt(2)).isEqualTo(3);
            }
        }
    }

    @Test
    void anErrorHasItsCode() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            Throwable error = catchThrowable(() -> statement.executeQuery("SELECT * FROM nowhere"));
            assertThat(error).hasMessageContaining("nowhere").hasMessageContaining("UNKNOWN_TABLE");
            assertThat(statement.executeQuery("SELECT 1").next()).isTrue();
        }
    }

    @Test
    void theDriverSeesTheColumnsOfATable() throws Exception {
        try (Connection connection = connect();
                ResultSet columns = connection.getMetaData().getColumns(null, "system", "one", "%")) {
            assertThat(columns.next()).isTrue();
            assertThat(columns.getString("COLUMN_NAME")).isEqualTo("dummy");
            assertThat(connection.getMetaData().getDatabaseProductVersion()).startsWith("26.");
        }
    }

    @Test
    void aStatementIsCancelled() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            CompletableFuture<Throwable> end = CompletableFuture.supplyAsync(
                    () -> catchThrowable(() -> statement.executeQuery("SELECT count() FROM numbers(1e15) /* jdbc */")));
            Running.await("jdbc", true);
            statement.cancel();
            Running.await("jdbc", false);
            assertThat(end.get(20, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void aTimeoutEndsAStatement() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            assertThat(catchThrowable(() -> statement.executeQuery("SELECT count() FROM numbers(1e15) /* timed */")))
                    .isNotNull();
            Running.await("timed", false);
        }
    }
}
