package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.Settings;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.contract.ValueReader;
import io.clickreel.embedded.kafka.SecuredKafka;
import io.clickreel.kafka.ClientProperties;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.redrive.Redrive;
import io.clickreel.redrive.RedriveRules;
import io.clickreel.redrive.Selection;
import io.clickreel.stream.Contracts;
import io.clickreel.testing.DeliveryTestSupport;
import io.clickreel.testing.SharedServices;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What {@code kafka.client.*} says of how Kafka is entered reaches each client: with one that lacks it, one of these fails. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecuredKafkaTest extends DeliveryTestSupport {
    private SecuredKafka broker;

    /** The pipeline's state is that of its managed routes. */
    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        super.configureTest(configuration);
        configuration.withEnableJMX();
    }

    @Override
    protected Map<String, String> overrides() {
        broker = SecuredKafka.start();
        Map<String, String> overrides = new HashMap<>();
        overrides.put("kafka.broker-url", broker.address());
        broker.clientProperties().forEach((name, value) -> overrides.put("kafka.client." + name, value));
        overrides.put("clicks.generate.enabled", "true");
        overrides.put("ingest.batch-wait-ms", "50");
        return overrides;
    }

    @AfterAll
    void stopBroker() {
        broker.close();
    }

    @Test
    @Order(1)
    void theGeneratorPublishesAndIngestionStores() throws Exception {
        within(90).until(() -> count("(SELECT count() FROM clicks)") > 400);
        context.getRouteController().stopRoute("clicks-generate");
        within(30).until(() -> committed() == ends());
    }

    @Test
    @Order(2)
    void lagAndHealthAreKnown() {
        within(30).untilAsserted(() -> {
            JsonNode pipeline = new ObjectMapper().readTree(get("dashboard.port", "/api/pipeline"));
            assertThat(pipeline.path("partitions")).hasSize(2);
            pipeline.path("partitions")
                    .forEach(partition ->
                            assertThat(partition.path("lag").asLong()).isZero());
        });
        // It was stopped by the test before.
        assertThat(health())
                .doesNotContain("DOWN")
                .containsOnlyOnce("DEGRADED")
                .contains("DEGRADED: clicks-generate is stopped");
    }

    @Test
    @Order(3)
    void aBadRecordReachesTheTopicOfDeadLettersAndIsMovedBack() throws Exception {
        send("u_1", "no click");
        flush();
        within(30).until(() -> letters() == 1);
        String dead = settings().text("kafka.dead-topic");
        try (KafkaAdmin kafka = new KafkaAdmin(kafka().admin("test"))) {
            assertThat(kafka
                            .ends(
                                    java.util.Set.of(new TopicPartition(dead, 0), new TopicPartition(dead, 1)),
                                    IsolationLevel.READ_COMMITTED)
                            .values()
                            .stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(1);
        }

        try (ClickHouse clickHouse = clickHouse().open();
                Redrive redrive = Redrive.open(
                        kafka(),
                        clickHouse,
                        settings().text("kafka.topic"),
                        new Contracts(clickHouse, ValueReader.PLAIN).compile(stream()))) {
            assertThat(redrive.run(Selection.ALL, new RedriveRules(true, Long.MAX_VALUE), progress -> {}, () -> false)
                            .moved())
                    .isEqualTo(1);
        }
        within(30).until(() -> letters() == 2);
    }

    @Test
    @Order(4)
    void aWrongPasswordAndAPortWithoutTlsAreToldWithTheSettingsToCorrect() {
        String wrong = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"clickreel\""
                + " password=\"wrong\";";
        assertThatThrownBy(() -> ping(settings().with(Map.of("kafka.client.sasl.jaas.config", wrong))))
                .matches(KafkaAdmin::isRefusal)
                .hasMessageStartingWith("Kafka at " + broker.address() + " refuses to tell ")
                .hasMessageContaining("kafka.sasl-jaas-config");
        assertThatThrownBy(() -> ping(SharedServices.settings().with(Map.of("kafka.security-protocol", "SSL"))))
                .hasMessageContaining("that this listener is one for kafka.security-protocol=SSL");
    }

    private static void ping(Settings settings) {
        try (KafkaAdmin kafka = new KafkaAdmin(ClientProperties.of(settings).admin("test"))) {
            kafka.ping();
        }
    }

    @Test
    @Order(5)
    void theAuditHoldsAlsoAfterAReplayOfAll() throws Exception {
        assertAudited(stream());
        long clicks = count("(SELECT count() FROM clicks)");
        replayFrom("1970-01-01");
        assertThat(count("(SELECT count() FROM clicks)")).isEqualTo(clicks);
        assertAudited(stream());
    }

    @Test
    @Order(5)
    void whoLacksThemIsToldWhereWhyAndHowToMendIt() {
        Map<String, String> without = new HashMap<>();
        broker.clientProperties().keySet().forEach(name -> without.put("kafka.client." + name, ""));
        without.put("kafka.security-protocol", "SASL_SSL");
        without.put("kafka.sasl-mechanism", "PLAIN");
        without.put("kafka.sasl-jaas-config", broker.clientProperties().get("sasl.jaas.config"));
        try (KafkaAdmin kafka =
                new KafkaAdmin(ClientProperties.of(settings().with(without)).admin("stranger"))) {
            assertThatThrownBy(kafka::ping)
                    .isInstanceOf(KafkaException.class)
                    .hasMessageStartingWith("Kafka at " + broker.address()
                            + " does not tell the nodes of the cluster: unable to find valid certification path")
                    .hasMessageContaining("Correct kafka.security-protocol, kafka.sasl-* or kafka.client.*");
        }
    }

    private long letters() {
        return count("(SELECT count() FROM dead_letters)");
    }
}
