package io.clickreel.deadletter;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.RootCause;
import io.clickreel.clickhouse.Inserts;
import io.clickreel.clickhouse.NativeBlock;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** Rows out of and into ClickHouse, with one sentence for whatever goes wrong. */
final class Rows {
    private final ObjectMapper json = new ObjectMapper();
    private final Client client;
    private final String address;

    /** @param address for messages: where ClickHouse is and which settings say so */
    Rows(Client client, String address) {
        this.client = client;
        this.address = address;
    }

    /**
     * Reads row by row, so that large ones need not be in memory together.
     *
     * @param each gets a row as an array of its columns; bytes have to be selected as base64
     */
    void read(String sql, Map<String, Object> parameters, Consumer<JsonNode> each) {
        QuerySettings settings = new QuerySettings()
                .setFormat(ClickHouseFormat.JSONCompactEachRow)
                .serverSetting("output_format_json_quote_64bit_integers", "0");
        try (QueryResponse response = client.query(sql, parameters, settings).get();
                JsonParser rows = json.createParser(response.getInputStream())) {
            while (rows.nextToken() != null) {
                each.accept(json.readTree(rows));
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException | IOException e) {
            throw failed(e);
        } catch (RedriveException e) {
            throw e;
        } catch (Exception e) {
            throw failed(e);
        }
    }

    void insert(String table, NativeBlock block) {
        try {
            client.insert(table, block.columnNames(), block::writeTo, ClickHouseFormat.Native, Inserts.settings())
                    .get()
                    .close();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException | RuntimeException e) {
            throw failed(e);
        }
    }

    private RedriveException failed(Exception e) {
        return new RedriveException(
                "ClickHouse at " + address + " failed: " + RootCause.of(e)
                        + ". Nothing is lost or moved twice: call it again when ClickHouse answers, and it goes on.",
                e);
    }

    private static RedriveException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new RedriveException("Interrupted. Call it again, and it goes on.", e);
    }
}
