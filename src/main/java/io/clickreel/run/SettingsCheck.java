package io.clickreel.run;

import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.dashboard.DashboardAccess;
import io.clickreel.delivery.BatchLimits;
import io.clickreel.jmx.RemoteJmx;
import io.clickreel.kafka.ClientProperties;
import io.clickreel.registry.RegistryValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Refuses, before anything is started, settings with which no route could deliver. */
public final class SettingsCheck {
    /** Kafka takes a partition away from a consumer that is busy for more than five minutes. */
    static final long LONGEST_INSERT_MS = 200_000;

    /** A terabyte: the unpacked file has to fit on the disk. */
    static final long LARGEST_FILE_MB = 1 << 20;

    private static final long LONGEST_PERIOD_MS = 86_400_000;

    /** Five looks, one each five seconds. */
    private static final long LEAST_LAG_WINDOW_S = 25;

    private SettingsCheck() {}

    /** @throws io.clickreel.StartupException with the sentence for the first that is wrong */
    public static void check(Settings settings) {
        CamelNames.check(settings);
        ClientProperties.of(settings);
        RegistryValues.check(settings);
        BatchLimits.of(settings);
        settings.share("ingest.dead-share-max", 0, 1);
        settings.share("ingest.dead-share-warn", 0, 1);
        settings.number("ingest.lag-warn-seconds", LEAST_LAG_WINDOW_S, LONGEST_PERIOD_MS / 1_000);
        settings.number("clickreel.disk-free-warn-mb", 0, 1 << 30);
        requireOwnPorts(settings);
        settings.oneOf("ingest.on-lost-offsets", "stop", "continue");
        settings.number("ingest.consumers", 1, 1_000);
        settings.number("clickhouse.insert-timeout-ms", 1, LONGEST_INSERT_MS);
        settings.number("clicks.generate.interval-ms", 1, LONGEST_PERIOD_MS);
        settings.flag("clicks.generate.enabled");
        settings.flag("routes.reload");
        requireNoOtherWatch(settings);
        settings.flag("clicks.enabled");
        ofStreams(settings);
        DashboardAccess.of(settings);
        RemoteJmx.check(settings);
        settings.number("dashboard.refresh-seconds", 1, 3600);
        settings.number("dim-film.poll-ms", 1, LONGEST_PERIOD_MS);
        settings.number("dim-film.max-file-mb", 1, LARGEST_FILE_MB);
        settings.share("dim-film.max-row-change-share", 0, Double.MAX_VALUE);
        settings.share("dim-film.max-empty-share-change", 0, 1);
        settings.flag("dim-film.seed-catalogue");
        if (settings.text("kafka.dead-topic").equals(settings.text("kafka.topic"))) {
            throw settings.wrong(
                    "kafka.dead-topic",
                    "another topic than kafka.topic (each dead letter would be read as an event, and die again)");
        }
        if (settings.isSet("s3.endpoint") && !settings.text("s3.endpoint").matches("https?://[^/\\s]+.*")) {
            throw settings.wrong("s3.endpoint", "a URL, as http://host:9000,");
        }
        for (String name : new String[] {
            "kafka.topic", "kafka.dead-topic", "clickhouse.database", "s3.bucket", "dim-film.object-key"
        }) {
            if (!settings.isSet(name)) {
                throw settings.wrong(name, "a name");
            }
        }
    }

    /** Two that listen on one port: the second one's failure would name neither setting. */
    private static void requireOwnPorts(Settings settings) {
        Map<Integer, String> taken = new HashMap<>();
        List<String> ports = new ArrayList<>(List.of("dashboard.port", "management.port"));
        if (settings.isSet("management.jmx.port")) {
            ports.add("management.jmx.port");
        }
        if (!settings.isSet("clickhouse.host")) {
            ports.add("embedded.clickhouse.port");
        }
        if (!settings.isSet("s3.endpoint")) {
            ports.add("embedded.s3.port");
        }
        if (!settings.isSet("kafka.broker-url")) {
            ports.add("embedded.kafka.port");
            taken.put(
                    settings.port("embedded.kafka.port") + 1,
                    "embedded.kafka.port (whose controller takes the next one)");
        }
        for (String setting : ports) {
            String other = taken.put(settings.port(setting), setting);
            if (other != null) {
                throw new StartupException("Port " + settings.port(setting) + " is that of two services, by " + setting
                        + " and by " + other + ". Give one of them another port.");
            }
        }
    }

    /** Camel's own watch takes a route away before it has looked at the next one. */
    private static void requireNoOtherWatch(Settings settings) {
        String other = "camel.main.routes-reload-enabled";
        if (Boolean.parseBoolean(settings.toProperties().getProperty(other))) {
            throw new StartupException(
                    other + " is true, but route files are followed by Clickreel itself, which checks"
                            + " them first. Remove it; routes.reload=false switches that off.");
        }
    }

    private static void ofStreams(Settings settings) {
        for (String stream : new String[] {"interactions", "page-events"}) {
            settings.flag(stream + ".generate.enabled");
            if (settings.isSet(stream + ".generate.seed")) {
                settings.number(stream + ".generate.seed", Long.MIN_VALUE, Long.MAX_VALUE);
            }
            String topic = stream + ".topic";
            if (!settings.isSet(topic)) {
                throw settings.wrong(topic, "a name");
            }
            if (settings.flag(stream + ".enabled")
                    && settings.flag("clicks.enabled")
                    && settings.text(topic).equals(settings.text("kafka.topic"))) {
                throw settings.wrong(
                        topic,
                        "another topic than kafka.topic, which is that of the clicks (or clicks.enabled=false, if there are"
                                + " none),");
            }
        }
        settings.number("interactions.generate.batch-size", 1, 10_000_000);
        settings.share("interactions.generate.time-interval", 0, 86_400);
        settings.share("interactions.generate.data-generation-speed", 0.001, 10_000_000);
        settings.share("interactions.alarm.times", 1, 1_000);
        settings.number("interactions.alarm.purchases", 1, 1_000_000);
        settings.number("interactions.alarm.period-ms", 1_000, LONGEST_PERIOD_MS);
        settings.share("page-events.generate.rate-per-second", 0, 10_000_000);
    }
}
