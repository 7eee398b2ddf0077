package io.clickreel.clickhouse;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.enums.Protocol;
import com.clickhouse.jdbc.DataSourceImpl;
import java.util.Properties;
import javax.sql.DataSource;

/**
 * Where ClickHouse is and who asks.
 *
 * @param insertTimeoutMs how long one insert or statement may take
 */
public record ClickHouseConnection(
        String host, int port, boolean ssl, String user, String password, String database, long insertTimeoutMs) {
    private static final long CONNECT_TIMEOUT_MS = 3_000;

    /** Opens it for questions; one is enough for all threads. Nothing is sent before the first question. */
    public ClickHouse open() {
        return new ClickHouse(this);
    }

    /** The official client, as {@link ClickHouse} and the bulk path use it. */
    public Client client() {
        Client.Builder builder = new Client.Builder()
                .addEndpoint(Protocol.HTTP, host, port, ssl)
                .setUsername(user)
                .setPassword(password)
                .setDefaultDatabase(database)
                .setClientName("clickreel")
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setSocketTimeout(insertTimeoutMs)
                .setMaxConnections(32)
                .useServerTimeZone(false)
                .useTimeZone("UTC")
                .compressServerResponse(false)
                // The routes retry, with a back-off that operators see; the client must not do so in secret.
                .setMaxRetries(0);
        PinnedSettings.all().forEach(builder::serverSetting);
        return builder.build();
    }

    /** JDBC, for the statements of routes, which Camel sends. */
    public DataSource dataSource() {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connection_timeout", Long.toString(CONNECT_TIMEOUT_MS));
        properties.setProperty("socket_timeout", Long.toString(insertTimeoutMs));
        // Its default is three: an EXCHANGE TABLES whose answer was lost would be run again, and swap back.
        properties.setProperty("retry", "0");
        properties.setProperty("client_name", "clickreel");
        properties.setProperty("compress", "false");
        PinnedSettings.all().forEach((name, value) -> properties.setProperty("clickhouse_setting_" + name, value));
        try {
            return new DataSourceImpl(
                    "jdbc:clickhouse:" + (ssl ? "https" : "http") + "://" + host + ":" + port + "/" + database,
                    properties);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("clickhouse.host, clickhouse.port or clickhouse.database is wrong", e);
        }
    }

    /** This connection with another time limit, in milliseconds. */
    public ClickHouseConnection withTimeout(long timeoutMs) {
        return new ClickHouseConnection(host, port, ssl, user, password, database, timeoutMs);
    }

    /** This ClickHouse as another user. */
    public ClickHouseConnection as(String otherUser, String otherPassword) {
        return new ClickHouseConnection(host, port, ssl, otherUser, otherPassword, database, insertTimeoutMs);
    }

    /** Where ClickHouse is and which settings say so, for messages. */
    public String address() {
        return host + ":" + port + " (clickhouse.host, clickhouse.port)";
    }
}
