package io.clickreel.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.Settings;
import io.clickreel.StartupException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsCheckTest {
    @Test
    void theShippedSettingsAreSound() {
        assertThatCode(() -> SettingsCheck.check(settings(Map.of()))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "ingest.batch-rows, 0, a whole number from 1 to 10000000",
        "ingest.batch-wait-ms, soon, a whole number from 0 to 3600000",
        "ingest.retry-max-ms, 1, a whole number from 500 to 3600000",
        "ingest.dead-share-warn, 5, a number from 0.0 to 1.0",
        "ingest.dead-share-warn, NaN, a number from 0.0 to 1.0",
        "ingest.lag-warn-seconds, 5, a whole number from 25 to 86400",
        "ingest.consumers, 0, a whole number from 1 to 1000",
        "clickhouse.insert-timeout-ms, 300000, a whole number from 1 to 200000",
        "clicks.generate.interval-ms, 0, a whole number from 1 to 86400000",
        "clicks.generate.enabled, maybe, true or false",
        "dim-film.poll-ms, 0, a whole number from 1 to 86400000",
        "kafka.dead-topic, dvd_clicks, another topic than kafka.topic",
        "kafka.topic, '', a name",
        "interactions.topic, '', a name",
        "interactions.enabled, yes, true or false",
        "interactions.generate.batch-size, 0, a whole number from 1 to 10000000",
        "page-events.generate.seed, x, a whole number"
    })
    void aSettingThatWouldBreakDeliveryIsRefusedByItsNameWithWhatWouldWork(String name, String value, String expected) {
        assertThatThrownBy(() -> SettingsCheck.check(settings(Map.of(name, value))))
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith(name + " is '" + value + "', but " + expected)
                .hasMessageContaining(Settings.environmentName(name));
    }

    @ParameterizedTest
    @CsvSource({
        "camel.main.shutdown-timeot, camel.main.shutdown-timeout",
        "camel.main.shutdownTimeot, camel.main.shutdown-timeout",
        "camel.server.prt, camel.server.port",
        "camel.health.exposure-levl, camel.health.exposure-level",
        "camel.component.kafka.broker, camel.component.kafka.brokers",
        "camel.component.aws2-s3.regoin, camel.component.aws2-s3.region"
    })
    void anOptionThatCamelDoesNotHaveIsNamedWithAGuess(String name, String meant) {
        assertThatThrownBy(() -> SettingsCheck.check(settings(Map.of(name, "1"))))
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith(name + " is set, but Camel has no such option. Did you mean " + meant + "?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camel.main.shutdownTimeout",
                "camel.component.kafka.maxPollRecords",
                "camel.component.clickhouse.anything",
                "camel.health.config[routes].enabled"
            })
    void anOptionThatCamelHasIsTaken(String name) {
        assertThatCode(() -> SettingsCheck.check(settings(Map.of(name, "1")))).doesNotThrowAnyException();
    }

    @Test
    void clicksAndAnotherStreamDoNotShareATopic() {
        Map<String, String> given =
                Map.of("kafka.topic", "taps", "interactions.topic", "taps", "interactions.enabled", "true");

        assertThatThrownBy(() -> SettingsCheck.check(settings(given)))
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith("interactions.topic is 'taps', but another topic than kafka.topic")
                .hasMessageContaining("clicks.enabled=false");
    }

    @ParameterizedTest
    @CsvSource({
        "dashboard.port, 9876, dashboard.port, management.port",
        "embedded.s3.port, 9093, embedded.s3.port, embedded.kafka.port (whose controller",
        "embedded.clickhouse.port, 9000, embedded.clickhouse.port, embedded.s3.port"
    })
    void twoServicesOnOnePortAreRefusedWithBothSettings(String name, String port, String one, String other) {
        assertThatThrownBy(() -> SettingsCheck.check(settings(Map.of(name, port))))
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith("Port " + port + " is that of two services")
                .hasMessageContaining(one)
                .hasMessageContaining(other);
    }

    @Test
    void aPortOfAServiceThatIsElsewhereMayBeTaken() {
        assertThatCode(() -> SettingsCheck.check(
                        settings(Map.of("s3.endpoint", "http://s3:9000", "dashboard.port", "9000"))))
                .doesNotThrowAnyException();
    }

    @Test
    void whoAsksKafkaHasToBeSaid() {
        assertThatThrownBy(() -> SettingsCheck.check(settings(Map.of("kafka.security-protocol", "SASL_SSL"))))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("kafka.sasl-mechanism (KAFKA_SASL_MECHANISM) is empty");
        assertThatThrownBy(() -> SettingsCheck.check(
                        settings(Map.of("kafka.security-protocol", "SASL_PLAINTEXT", "kafka.sasl-mechanism", "PLAIN"))))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("kafka.sasl-jaas-config (KAFKA_SASL_JAAS_CONFIG) is empty");
    }

    @Test
    void theRoutesAreNotConfiguredWithASettingThatIsRefused() throws Exception {
        Settings wrong = settings(Map.of("ingest.batch-rows", "0", "clickhouse.host", "127.0.0.1"));
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            PipelineConfiguration configuration = new PipelineConfiguration(wrong, Path.of(""), mistake -> {});

            assertThatThrownBy(() -> configuration.configure(camel))
                    .isInstanceOf(StartupException.class)
                    .hasMessageStartingWith("ingest.batch-rows is '0'");
            assertThat(camel.getRegistry().lookupByName("batches")).isNull();
        }
    }

    private static Settings settings(Map<String, String> overrides) {
        return Settings.load(Path.of("none"), Map.of(), overrides);
    }
}
