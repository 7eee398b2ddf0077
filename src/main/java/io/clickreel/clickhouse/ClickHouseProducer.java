package io.clickreel.clickhouse;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.DataStreamWriter;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;

/** Streams one body as one insert, and returns only when ClickHouse has acknowledged it. */
public final class ClickHouseProducer extends DefaultProducer {
    /** Set on success: rows that ClickHouse says it wrote, those of the views included. */
    public static final String WRITTEN_ROWS = "CamelClickHouseWrittenRows";

    /** Read: names the insert, so that its repetition changes nothing. */
    public static final String DEDUPLICATION_TOKEN = "CamelClickHouseDeduplicationToken";

    private final ClickHouseEndpoint endpoint;
    private final Client client;

    ClickHouseProducer(ClickHouseEndpoint endpoint, Client client) {
        super(endpoint);
        this.endpoint = endpoint;
        this.client = client;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        message.removeHeader(WRITTEN_ROWS);
        if (message.getBody() instanceof StreamedBody body) {
            insert(message, body::writeTo);
            body.acknowledged();
        } else {
            // Closed also if ClickHouse does not answer and nothing is read: it may hold a connection of its source.
            try (InputStream in = message.getMandatoryBody(InputStream.class)) {
                insert(message, in::transferTo);
            }
        }
    }

    private void insert(Message message, DataStreamWriter writer) throws Exception {
        InsertSettings settings = Inserts.settings().setDatabase(endpoint.database());
        String token = message.getHeader(DEDUPLICATION_TOKEN, String.class);
        if (token != null) {
            settings.setDeduplicationToken(token);
        }
        List<String> columns = columns(message);
        try (InsertResponse response = columns.isEmpty()
                ? client.insert(endpoint.table(), writer, endpoint.getFormat(), settings)
                        .get()
                : client.insert(endpoint.table(), columns, writer, endpoint.getFormat(), settings)
                        .get()) {
            message.setHeader(WRITTEN_ROWS, response.getWrittenRows());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private List<String> columns(Message message) {
        return endpoint.columnList().isEmpty() && message.getBody() instanceof StreamedBody body
                ? body.columnNames()
                : endpoint.columnList();
    }
}
