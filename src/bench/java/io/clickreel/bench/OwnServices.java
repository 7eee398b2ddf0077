package io.clickreel.bench;

import io.clickreel.Settings;
import io.clickreel.embedded.EmbeddedServices;
import io.clickreel.embedded.process.DataFolder;
import io.clickreel.testing.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Embedded services on free ports, each a process of its own; their data goes when they are closed. */
final class OwnServices implements AutoCloseable {
    /** An address that nobody asks: the service that has one is not started. */
    private static final String NOBODY = "127.0.0.1:1";

    private final Path folder;
    private final DataFolder data;
    private final EmbeddedServices services;

    private OwnServices(Path folder, Map<String, String> overrides) {
        this.folder = folder;
        this.data = DataFolder.take(folder);
        this.services = EmbeddedServices.start(Services.settings(folder, overrides), Services.home(), data, text -> {});
    }

    /** Kafka, ClickHouse and S3. */
    static OwnServices all() {
        return new OwnServices(Services.folder(), Map.of());
    }

    static OwnServices onlyClickHouse() {
        return new OwnServices(
                Services.folder(), Map.of("kafka.broker-url", NOBODY, "s3.endpoint", "http://" + NOBODY));
    }

    /** The shipped settings with the addresses of the services. */
    Settings settings() {
        return services.settings();
    }

    /** CPU seconds that a service has used since its start. @param name kafka or clickhouse */
    double cpuSeconds(String name) {
        return ProcessMeter.ofPidFile(folder.resolve("run").resolve(name + ".pid"))
                .cpuSeconds();
    }

    @Override
    public void close() throws IOException {
        services.close();
        data.close();
        delete(folder);
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }
}
