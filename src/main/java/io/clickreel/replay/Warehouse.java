package io.clickreel.replay;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.DataStreamWriter;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.data.ClickHouseFormat;
import io.clickreel.RootCause;
import io.clickreel.clickhouse.ClickHouseConnection;
import io.clickreel.clickhouse.Inserts;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** The live database and the replay's own one beside it, whose tables have the same names. */
final class Warehouse implements AutoCloseable {
    /** A chunk with all of its views, on a machine that is busy. */
    private static final long STATEMENT_LIMIT_MS = 600_000;

    private final Client client;
    private final String database;
    private final String table;

    /** @param table of the stream */
    Warehouse(ClickHouseConnection connection, String table) {
        this.table = table;
        this.client = connection.withTimeout(STATEMENT_LIMIT_MS).client();
        this.database = connection.database();
    }

    /** The name of the stream's table. */
    String table() {
        return table;
    }

    /** The live database's name. */
    String database() {
        return database;
    }

    /** The replay's own one. A database, so that the text of a view's SELECT holds there too. */
    String stagingDatabase() {
        return database + "_replay";
    }

    /** The stream's table. */
    String live() {
        return live(table);
    }

    /** The one of the same name that the replay fills. */
    String staging() {
        return staging(table);
    }

    String live(String table) {
        return "`" + database + "`.`" + table + "`";
    }

    String staging(String table) {
        return "`" + stagingDatabase() + "`.`" + table + "`";
    }

    List<GenericRecord> ask(String sql) {
        try {
            return client.queryAll(sql);
        } catch (RuntimeException e) {
            throw failed(sql, e);
        }
    }

    long number(String sql) {
        return ask(sql).get(0).getLong(1);
    }

    void run(String sql) {
        await(sql, client.execute(sql));
    }

    /** @param token names exactly these rows, so that a repeat changes nothing */
    void insert(
            String databaseName,
            String table,
            List<String> columns,
            DataStreamWriter rows,
            ClickHouseFormat format,
            String token) {
        InsertSettings settings = Inserts.settings().setDatabase(databaseName).setDeduplicationToken(token);
        await("INSERT INTO " + table, client.insert(table, columns, rows, format, settings));
    }

    /** Copies rows into the staging table of clicks, as one block, so that the same token names the same rows. */
    void copy(String select, String token) {
        run("INSERT INTO " + staging() + " " + select + " SETTINGS " + Inserts.clause()
                + ", insert_deduplication_token = '" + token
                + "', max_insert_threads = 1, min_insert_block_size_rows = 100000000,"
                + " min_insert_block_size_bytes = 0");
    }

    @Override
    public void close() {
        client.close();
    }

    private static void await(String sql, Future<? extends AutoCloseable> answer) {
        try {
            answer.get().close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw failed(sql, e);
        } catch (Exception e) {
            throw failed(sql, e);
        }
    }

    private static IllegalStateException failed(String sql, Exception cause) {
        String begin = sql.length() <= 80 ? sql : sql.substring(0, 80) + "...";
        return new IllegalStateException("ClickHouse refused '" + begin + "': " + RootCause.of(cause), cause);
    }
}
