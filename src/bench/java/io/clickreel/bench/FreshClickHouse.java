package io.clickreel.bench;

import com.clickhouse.client.api.Client;
import io.clickreel.Settings;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.ClickHouseConnection;
import io.clickreel.embedded.EmbeddedServices;
import io.clickreel.embedded.process.DataFolder;
import io.clickreel.schema.SchemaRunner;
import io.clickreel.testing.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** An embedded ClickHouse of its own with the shipped tables and nothing in them; its files go when it is closed. */
final class FreshClickHouse implements AutoCloseable {
    /** ClickHouse reads this beside its own configuration: by default the embedded one has two threads for such tables. */
    private static final String POOL_FOR_KAFKA_TABLES = """
            <clickhouse>
                <background_message_broker_schedule_pool_size>16</background_message_broker_schedule_pool_size>
            </clickhouse>
            """;

    private static final String PROFILE = """
            <clickhouse>
                <profiles><default>%s</default></profiles>
            </clickhouse>
            """;

    private static final String DATABASE = "clickreel";

    private final Path folder;
    private final DataFolder data;
    private final EmbeddedServices services;
    private final Client client;

    private FreshClickHouse(Path folder, DataFolder data, EmbeddedServices services) {
        this.folder = folder;
        this.data = data;
        this.services = services;
        this.client = connection(services.settings()).client();
    }

    /**
     * @param addressed with the addresses of the other services
     * @param profile settings of all that asks for no others
     */
    static FreshClickHouse start(Settings addressed, Map<String, String> profile) throws IOException {
        Path folder = Services.folder();
        write(folder.resolve("clickhouse/config.d/kafka-tables.xml"), POOL_FOR_KAFKA_TABLES);
        write(
                folder.resolve("clickhouse/users.d/profile.xml"),
                PROFILE.formatted(profile.entrySet().stream()
                        .map(setting -> "<%1$s>%2$s</%1$s>".formatted(setting.getKey(), setting.getValue()))
                        .collect(Collectors.joining())));
        Settings settings = Services.settings(
                folder,
                Map.of(
                        "embedded.clickhouse.remote-addresses",
                        "kafka://" + addressed.text("kafka.broker-url"),
                        "kafka.broker-url",
                        addressed.text("kafka.broker-url"),
                        "kafka.topic",
                        addressed.text("kafka.topic"),
                        "kafka.dead-topic",
                        addressed.text("kafka.dead-topic"),
                        "s3.endpoint",
                        addressed.text("s3.endpoint"),
                        "s3.access-key",
                        addressed.text("s3.access-key"),
                        "s3.secret-key",
                        addressed.text("s3.secret-key"),
                        "clickhouse.database",
                        DATABASE));
        DataFolder data = DataFolder.take(folder);
        FreshClickHouse fresh =
                new FreshClickHouse(folder, data, EmbeddedServices.start(settings, Services.home(), data, text -> {}));
        try (ClickHouse clickHouse = connection(fresh.settings()).open()) {
            new SchemaRunner(clickHouse).apply(Services.home().resolve("ddl"));
        }
        return fresh;
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    static ClickHouseConnection connection(Settings settings) {
        return new ClickHouseConnection(
                settings.text("clickhouse.host"),
                settings.port("clickhouse.port"),
                false,
                settings.text("clickhouse.user"),
                settings.text("clickhouse.password"),
                settings.text("clickhouse.database"),
                120_000);
    }

    /** With all addresses. */
    Settings settings() {
        return services.settings();
    }

    ProcessMeter meter() {
        return ProcessMeter.ofPidFile(folder.resolve("run/clickhouse.pid"));
    }

    /** The answer's one number. */
    long number(String sql) {
        return client.queryAll("SELECT toInt64(" + sql + ") AS n").get(0).getLong("n");
    }

    /** Runs a statement. */
    void execute(String sql) throws Exception {
        client.execute(sql).get().close();
    }

    /** Bytes on disk of the live parts. */
    long bytesOnDisk(String table) {
        return number("(SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND database = '" + DATABASE
                + "' AND table = '" + table + "')");
    }

    @Override
    public void close() throws IOException {
        client.close();
        services.close();
        data.close();
        OwnServices.delete(folder);
    }
}
