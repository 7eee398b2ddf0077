package io.clickreel.run;

import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.contract.schema.ContractException;
import io.clickreel.delivery.batch.LiveContracts;
import io.clickreel.delivery.guard.GuaranteeCheck;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.kafka.Topics;
import io.clickreel.schema.SchemaException;
import io.clickreel.schema.SchemaRunner;
import io.clickreel.stream.Stream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;

/** What has to be there before the routes start: topics in Kafka, tables in ClickHouse, and S3 for the films. */
final class PreparationSteps {
    static final String TABLES = "tables";
    static final String FILMS = "films";

    private final Settings settings;
    private final Path home;
    private final KafkaAdmin kafka;
    private final ClickHouse clickHouse;
    private final LiveContracts contracts;
    private final Preparation.Action askS3;

    /** @param home the folder of ddl/ */
    PreparationSteps(
            Settings settings,
            Path home,
            KafkaAdmin kafka,
            ClickHouse clickHouse,
            LiveContracts contracts,
            Preparation.Action askS3) {
        this.settings = settings;
        this.home = home;
        this.kafka = kafka;
        this.clickHouse = clickHouse;
        this.contracts = contracts;
        this.askS3 = askS3;
    }

    List<Preparation.Step> of(List<Stream> streams) {
        return List.of(
                new Preparation.Step(
                        "topics",
                        "Kafka does not answer at " + kafka.bootstrap()
                                + "; kafka.broker-url (KAFKA_BROKER_URL) names it",
                        () -> createTopics(streams)),
                new Preparation.Step(
                        TABLES,
                        "ClickHouse does not answer at " + settings.text("clickhouse.host") + ":"
                                + settings.port("clickhouse.port")
                                + "; clickhouse.host (CLICKHOUSE_HOST) and clickhouse.port (CLICKHOUSE_PORT) name it",
                        () -> applySchema(streams)),
                new Preparation.Step(
                        FILMS,
                        "S3 does not answer at " + settings.text("s3.endpoint")
                                + "; s3.endpoint (S3_ENDPOINT) names it",
                        askS3));
    }

    private void createTopics(List<Stream> streams) {
        Set<String> topics = new TreeSet<>();
        Set<String> deadTopics = new TreeSet<>();
        if (settings.flag("clicks.enabled")) {
            // The generator writes to kafka.topic, whatever the routes read.
            topics.add(settings.text("kafka.topic"));
            deadTopics.add(settings.text("kafka.dead-topic"));
        }
        for (Stream stream : streams) {
            topics.add(stream.topic());
            deadTopics.add(stream.deadTopic());
        }
        try {
            Topics.createMissing(kafka, (int) settings.number("kafka.topic-partitions", 1, 10_000), topics, deadTopics);
        } catch (KafkaException e) {
            if (KafkaAdmin.isRefusal(e)) {
                // Waiting would not mend it, and "does not answer" would be wrong.
                throw new StartupException(e.getMessage() + ".", e);
            }
            throw e;
        }
    }

    private void applySchema(List<Stream> streams) {
        try {
            new SchemaRunner(clickHouse).apply(home.resolve("ddl"));
            GuaranteeCheck.check(
                    clickHouse,
                    settings.text("clickhouse.user"),
                    streams.stream().map(Stream::table).distinct().toList());
            streams.forEach(contracts::of);
        } catch (ContractException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        } catch (SchemaException e) {
            if (StartFailure.isAway(e)) {
                throw e;
            }
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }
}
