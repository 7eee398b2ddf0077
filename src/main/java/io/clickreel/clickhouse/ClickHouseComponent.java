package io.clickreel.clickhouse;

import com.clickhouse.client.api.Client;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * {@code clickhouse:database.table?operation=insert&format=Native}: streams a body into a table.
 *
 * <p>It has the options of the camel-clickhouse of Camel 4.22, so that the upgrade to that one is to delete this one.
 */
public final class ClickHouseComponent extends DefaultComponent {
    private final Client client;
    private final OneAtATime earlier;

    /**
     * @param inserts for the inserts
     * @param control for questions about them, which are answered within seconds or not at all
     */
    public ClickHouseComponent(ClickHouse inserts, ClickHouse control) {
        this.client = inserts.client();
        this.earlier = new OneAtATime(control);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        int dot = remaining.indexOf('.');
        if (dot < 1 || dot == remaining.length() - 1) {
            throw new IllegalArgumentException("clickhouse:" + remaining
                    + " names no table. Write clickhouse:database.table, as in clickhouse:clickreel.clicks.");
        }
        ClickHouseEndpoint endpoint = new ClickHouseEndpoint(
                uri, this, client, earlier, remaining.substring(0, dot), remaining.substring(dot + 1));
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
