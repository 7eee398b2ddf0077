package io.clickreel.testing;

import io.clickreel.Settings;
import io.clickreel.embedded.EmbeddedServices;
import io.clickreel.embedded.clickhouse.SharedClickHouse;
import io.clickreel.embedded.process.DataFolder;
import java.nio.file.Path;
import java.util.Map;

/** The real embedded services, on free ports and in a folder below target/, started once for all tests of a JVM. */
public final class SharedServices {
    private static EmbeddedServices services;

    private SharedServices() {}

    /** Settings with their addresses; a topic, a bucket or a database of each test class keeps tests apart. */
    public static synchronized Settings settings() {
        if (services == null) {
            // ClickHouse is the one that its own test suite uses too.
            Map<String, String> clickHouse = Map.of(
                    "clickhouse.host", SharedClickHouse.host(),
                    "clickhouse.port", Integer.toString(SharedClickHouse.port()),
                    "clickhouse.user", SharedClickHouse.user(),
                    "clickhouse.password", SharedClickHouse.password());
            Path folder = Services.folder();
            services = EmbeddedServices.start(
                    Services.settings(folder, clickHouse),
                    Services.home(),
                    DataFolder.take(folder),
                    System.err::println);
            Runtime.getRuntime().addShutdownHook(new Thread(services::close));
        }
        return services.settings();
    }
}
