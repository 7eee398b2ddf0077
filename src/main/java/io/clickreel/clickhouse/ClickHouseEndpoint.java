package io.clickreel.clickhouse;

import com.clickhouse.client.api.Client;
import com.clickhouse.data.ClickHouseFormat;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** One table to insert into. */
public final class ClickHouseEndpoint extends DefaultEndpoint {
    private final Client client;
    private final OneAtATime earlier;
    private final String database;
    private final String table;
    private String operation = "insert";
    private ClickHouseFormat format = ClickHouseFormat.JSONEachRow;
    private List<String> columns = List.of();

    ClickHouseEndpoint(
            String uri,
            ClickHouseComponent component,
            Client client,
            OneAtATime earlier,
            String database,
            String table) {
        super(uri, component);
        this.client = client;
        this.earlier = earlier;
        this.database = database;
        this.table = table;
    }

    @Override
    public Producer createProducer() {
        return new ClickHouseProducer(this, client, earlier);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException(
                "clickhouse: only takes data. To read, poll with a timer and jdbc:clickHouse.");
    }

    @Override
    public boolean isSingleton() {
        return true;
    }

    String database() {
        return database;
    }

    String table() {
        return table;
    }

    public String getOperation() {
        return operation;
    }

    public void setOperation(String operation) {
        if (!operation.equals("insert")) {
            throw new IllegalArgumentException("clickhouse:" + database + "." + table + " has operation=" + operation
                    + "; only insert is there. For statements and queries use jdbc:clickHouse.");
        }
        this.operation = operation;
    }

    public ClickHouseFormat getFormat() {
        return format;
    }

    /** Any of ClickHouse's input formats. */
    public void setFormat(ClickHouseFormat format) {
        this.format = format;
    }

    /** Whether it takes the columns of a batch as they are. */
    public boolean takesColumns() {
        return format == ClickHouseFormat.Native && columns.isEmpty();
    }

    /** The columns that the body has; empty: those of the table. */
    public List<String> columnList() {
        return columns;
    }

    public String getColumns() {
        return String.join(",", columns);
    }

    /** @param columns names, separated by commas */
    public void setColumns(String columns) {
        this.columns = Arrays.stream(columns.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
