package io.clickreel;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.data.ClickHouseFormat;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.ClickHouseConnection;
import io.clickreel.clickhouse.Inserts;
import io.clickreel.embedded.clickhouse.SharedClickHouse;
import io.clickreel.schema.SchemaRunner;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A database of its own for a test class, on the one ClickHouse that the tests share. As a registered extension it is
 * dropped after the class.
 */
public final class TestDatabase implements AfterAllCallback, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final Client client;
    private final ClickHouse door;

    private TestDatabase(String name) {
        this.name = name;
        this.door = connection().open();
        this.client = new Client.Builder()
                .addEndpoint(SharedClickHouse.uri().toString())
                .setUsername(SharedClickHouse.user())
                .setPassword(SharedClickHouse.password())
                .build();
        execute("DROP DATABASE IF EXISTS " + name);
    }

    /** The name is free, whatever an earlier run left behind; the database does not exist yet. */
    public static TestDatabase absent(String name) {
        return new TestDatabase("test_" + name);
    }

    /** With all tables of the folder {@code ddl/}. */
    public static TestDatabase withTables(String name) {
        TestDatabase database = absent(name);
        new SchemaRunner(database.clickHouse()).apply(Path.of("ddl"));
        return database;
    }

    public String name() {
        return name;
    }

    public Client client() {
        return client;
    }

    /** As the pipeline and the commands reach it. */
    public ClickHouseConnection connection() {
        return new ClickHouseConnection(
                SharedClickHouse.host(),
                SharedClickHouse.port(),
                false,
                SharedClickHouse.user(),
                SharedClickHouse.password(),
                name,
                60_000);
    }

    /** The same, open until the test class ends. */
    public ClickHouse clickHouse() {
        return door;
    }

    /** Runs a statement; {@code @} stands for the database. */
    public void execute(String sql) {
        client.queryAll(sql.replace("@", name));
    }

    /** The first column of the first row; {@code @} stands for the database. */
    public String value(String sql) {
        List<GenericRecord> rows = client.queryAll(sql.replace("@", name));
        return rows.isEmpty() ? "" : String.valueOf(rows.get(0).getString(1));
    }

    /** Takes all rows out of all tables, but for what the schema says of itself. */
    public void empty() {
        client.queryAll("SELECT name FROM system.tables WHERE database = '" + name
                        + "' AND engine LIKE '%MergeTree' AND name != 'schema_history' AND total_rows > 0")
                .forEach(row -> execute("TRUNCATE TABLE @.`" + row.getString(1) + "`"));
    }

    /** Inserts rows, given as maps, in one insert with a deduplication token, as the pipeline does. */
    public void insert(String table, String token, List<Map<String, Object>> rows) {
        String lines = rows.stream().map(TestDatabase::line).collect(Collectors.joining("\n"));
        InsertSettings settings = Inserts.settings().setDatabase(name).setDeduplicationToken(token);
        List<String> columns = rows.get(0).keySet().stream().toList();
        try {
            client.insert(
                            table,
                            columns,
                            new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
                            ClickHouseFormat.JSONEachRow,
                            settings)
                    .get()
                    .close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @SafeVarargs
    public final void insert(String table, String token, Map<String, Object>... rows) {
        insert(table, token, Arrays.asList(rows));
    }

    private static String line(Map<String, Object> row) {
        try {
            return JSON.writeValueAsString(row);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void afterAll(ExtensionContext testClass) {
        close();
    }

    @Override
    public void close() {
        execute("DROP DATABASE IF EXISTS @");
        client.close();
        door.close();
    }
}
