package io.clickreel.clickhouse;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.DataStreamWriter;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** Streams one body as one insert, and returns only when ClickHouse has acknowledged it. */
public final class ClickHouseProducer extends DefaultProducer {
    /** Header set on success: rows that ClickHouse says it wrote, those of the views included. */
    public static final String WRITTEN_ROWS = "CamelClickHouseWrittenRows";

    /** Header that names the insert, so that its repetition changes nothing; not asked where the body has a destination. */
    public static final String DEDUPLICATION_TOKEN = "CamelClickHouseDeduplicationToken";

    private final ClickHouseEndpoint endpoint;
    private final Client client;
    private final OneAtATime earlier;

    ClickHouseProducer(ClickHouseEndpoint endpoint, Client client, OneAtATime earlier) {
        super(endpoint);
        this.endpoint = endpoint;
        this.client = client;
        this.earlier = earlier;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        message.removeHeader(WRITTEN_ROWS);
        if (message.getBody() instanceof StreamedBody body) {
            String token = token(message, body.destination());
            long written = 0;
            for (StreamedBody.Part part : body.parts()) {
                written += insert(message, token == null ? null : token + part.name(), part.writer()::writeTo);
            }
            message.setHeader(WRITTEN_ROWS, written);
            body.acknowledged();
        } else {
            // Closed also if ClickHouse does not answer and nothing is read: it may hold a connection of its source.
            try (InputStream in = message.getMandatoryBody(InputStream.class)) {
                message.setHeader(WRITTEN_ROWS, insert(message, token(message, null), in::transferTo));
            }
        }
    }

    private @Nullable String token(Message message, StreamedBody.@Nullable Destination destination) {
        if (destination == null) {
            return message.getHeader(DEDUPLICATION_TOKEN, String.class);
        }
        if (!destination.table().equals(endpoint.table())) {
            throw new IllegalStateException("These rows belong into table " + destination.table() + ", but the route"
                    + " stores them in " + endpoint.table()
                    + ", where no audit and no next try would look for them. Name "
                    + destination.table() + " in its clickhouse: step.");
        }
        return destination.token();
    }

    /** @return how many rows were written */
    private long insert(Message message, @Nullable String token, DataStreamWriter writer) throws Exception {
        InsertSettings settings = Inserts.settings().setDatabase(endpoint.database());
        List<String> columns = columns(message);
        if (token == null) {
            return insert(columns, writer, settings);
        }
        String id = endpoint.database() + "." + endpoint.table() + ":" + token;
        settings.setDeduplicationToken(token).setQueryId(id);
        try {
            return insert(columns, writer, settings);
        } catch (Exception e) {
            if (OneAtATime.isRunning(e)) {
                earlier.end(id);
                // Not tried again here: a body that is a stream has been read.
                throw new IOException(
                        "An earlier try of insert " + id + " still ran. It is ended; now it can be tried again.", e);
            }
            if (OneAtATime.mayRun(e)) {
                earlier.cancel(id);
            }
            throw e;
        }
    }

    private long insert(List<String> columns, DataStreamWriter writer, InsertSettings settings) throws Exception {
        try (InsertResponse response = columns.isEmpty()
                ? client.insert(endpoint.table(), writer, endpoint.getFormat(), settings)
                        .get()
                : client.insert(endpoint.table(), columns, writer, endpoint.getFormat(), settings)
                        .get()) {
            return response.getWrittenRows();
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
