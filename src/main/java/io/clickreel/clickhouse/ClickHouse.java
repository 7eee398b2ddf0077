package io.clickreel.clickhouse;

import com.clickhouse.client.api.ClickHouseException;
import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.command.CommandSettings;
import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The only way to ClickHouse: asks, runs and inserts, and says in one sentence what went wrong.
 *
 * <p>The {@link ClickHouseConnection} that opened it says how long an answer may take. Nothing is tried again: only the
 * caller knows what a repeat would do. Safe for use by several threads.
 */
public final class ClickHouse implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Client client;
    private final String address;
    private final String database;
    private final Map<String, String> settings;

    ClickHouse(ClickHouseConnection connection) {
        this(connection.client(), connection.address(), connection.database(), Map.of());
    }

    private ClickHouse(Client client, String address, String database, Map<String, String> settings) {
        this.client = client;
        this.address = address;
        this.database = database;
        this.settings = settings;
    }

    /** Asks the same ClickHouse in another database. Closing either closes both. */
    public ClickHouse in(String otherDatabase) {
        return new ClickHouse(client, address, otherDatabase, settings);
    }

    /** Asks the same ClickHouse with more of its settings on each statement. Closing either closes both. */
    public ClickHouse with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.putAll(more);
        return new ClickHouse(client, address, database, all);
    }

    /** The database of all names that come without one. */
    public String database() {
        return database;
    }

    /** Where ClickHouse is and which settings say so, for messages. */
    public String address() {
        return address;
    }

    /** The official client, for the bulk path. */
    Client client() {
        return client;
    }

    /**
     * Asks, and passes on each row as it comes, so that a large answer need not be in memory.
     *
     * @throws ClickHouseFailure if ClickHouse does not answer or refuses it
     */
    public void read(Sql sql, Consumer<Row> each) {
        try (QueryResponse answer = client.query(sql.text(), sql.parameters(), with(new QuerySettings()))
                .get()) {
            ClickHouseBinaryFormatReader rows = client.newBinaryFormatReader(answer);
            while (rows.hasNext()) {
                each.accept(new Row(rows.next()));
            }
        } catch (Exception e) {
            throw failure(sql.text(), e);
        }
    }

    /** @throws ClickHouseFailure if ClickHouse does not answer or refuses it */
    public List<Row> rows(Sql sql) {
        List<Row> rows = new ArrayList<>();
        read(sql, rows::add);
        return rows;
    }

    /** The first row of an answer that always has one, such as that of an aggregation without GROUP BY. */
    public Row row(Sql sql) {
        return rows(sql).get(0);
    }

    /** The only number of an answer, 0 if it is NULL. */
    public long number(Sql sql) {
        return row(sql).onlyNumber();
    }

    /** The answer as ClickHouse itself writes it in JSON: {@code meta} with the columns, {@code data} with the rows. */
    public JsonNode json(Sql sql) {
        QuerySettings compact = with(new QuerySettings().setFormat(ClickHouseFormat.JSONCompact));
        try (QueryResponse answer =
                client.query(sql.text(), sql.parameters(), compact).get()) {
            return JSON.readTree(answer.getInputStream());
        } catch (Exception e) {
            throw failure(sql.text(), e);
        }
    }

    /**
     * Runs a statement that has no answer.
     *
     * @throws ClickHouseFailure if ClickHouse does not answer or refuses it
     */
    public void run(Sql sql) {
        CommandSettings command = new CommandSettings();
        with(command);
        try {
            client.execute(sql.text(), sql.parameters(), command).get().close();
        } catch (Exception e) {
            throw failure(sql.text(), e);
        }
    }

    public void run(String sql) {
        run(new Sql(sql));
    }

    /**
     * Inserts a few rows, each a map from column to value; a column that they lack gets its default.
     *
     * @throws ClickHouseFailure if ClickHouse does not answer or refuses them
     */
    public void insert(String table, List<Map<String, Object>> rows) {
        List<String> columns = List.copyOf(rows.get(0).keySet());
        insert(table, columns, out -> out.write(JSON.writeValueAsBytes(rows)), ClickHouseFormat.JSONEachRow, null);
    }

    /**
     * Inserts rows that the caller writes in the Native format.
     *
     * @param token names exactly these rows, so that a repeat changes nothing; null: a repeat is another insert
     * @throws ClickHouseFailure if ClickHouse does not answer or refuses them
     */
    public void insert(String table, List<String> columns, StreamedBody.Writer rows, @Nullable String token) {
        insert(table, columns, rows, ClickHouseFormat.Native, token);
    }

    /** Inserts the rows of a block. */
    public void insert(String table, NativeBlock rows, @Nullable String token) {
        insert(table, rows.columnNames(), rows::writeTo, token);
    }

    private void insert(
            String table,
            List<String> columns,
            StreamedBody.Writer rows,
            ClickHouseFormat format,
            @Nullable String token) {
        InsertSettings insert = Inserts.settings().setDatabase(database);
        settings.forEach(insert::serverSetting);
        if (token != null) {
            insert.setDeduplicationToken(token);
        }
        try {
            client.insert(table, columns, rows::writeTo, format, insert).get().close();
        } catch (Exception e) {
            throw failure("INSERT INTO " + database + "." + table, e);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private QuerySettings with(QuerySettings query) {
        settings.forEach(query::serverSetting);
        return query.setDatabase(database);
    }

    private RuntimeException failure(String sql, Exception cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        // The caller that takes the rows may fail as well.
        return cause instanceof RuntimeException other && !(cause instanceof ClickHouseException)
                ? other
                : new ClickHouseFailure(address, sql, cause);
    }
}
