package io.clickreel.run;

import io.clickreel.Settings;
import io.clickreel.dashboard.DashboardAccess;
import io.clickreel.delivery.BatchLimits;
import io.clickreel.kafka.ClientProperties;

/** Refuses, before anything is started, settings with which no route could deliver. */
public final class SettingsCheck {
    /** Kafka takes a partition away from a consumer that is busy for more than five minutes. */
    static final long LONGEST_INSERT_MS = 200_000;

    /** A terabyte: the unpacked file has to fit on the disk. */
    static final long LARGEST_FILE_MB = 1 << 20;

    private static final long LONGEST_PERIOD_MS = 86_400_000;

    private SettingsCheck() {}

    /** @throws io.clickreel.StartupException with the sentence for the first that is wrong */
    public static void check(Settings settings) {
        ClientProperties.of(settings);
        BatchLimits.of(settings);
        settings.share("clicks.ingest.dead-share-max", 0, 1);
        settings.share("clicks.ingest.dead-share-warn", 0, 1);
        settings.oneOf("clicks.ingest.on-lost-offsets", "stop", "continue");
        settings.number("clicks.ingest.consumers", 1, 1_000);
        settings.number("clickhouse.insert-timeout-ms", 1, LONGEST_INSERT_MS);
        settings.number("clicks.generate.interval-ms", 1, LONGEST_PERIOD_MS);
        settings.flag("clicks.generate.enabled");
        DashboardAccess.of(settings);
        settings.number("dashboard.refresh-seconds", 1, 3600);
        settings.number("dim-film.poll-ms", 1, LONGEST_PERIOD_MS);
        settings.number("dim-film.max-file-mb", 1, LARGEST_FILE_MB);
        settings.share("dim-film.max-row-change-share", 0, Double.MAX_VALUE);
        settings.share("dim-film.max-empty-share-change", 0, 1);
        settings.flag("dim-film.seed-catalogue");
        if (settings.text("kafka.dead-topic").equals(settings.text("kafka.topic"))) {
            throw settings.wrong(
                    "kafka.dead-topic",
                    "another topic than kafka.topic (each dead letter would be read" + " as a click, and die again)");
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
}
