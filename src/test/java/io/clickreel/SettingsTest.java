package io.clickreel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    Path folder;

    @Test
    void theCommandLineGoesOverTheEnvironmentAndThatOverTheFileAndThatOverTheDefaults() throws IOException {
        Path file = file("""
                clicks.generate.users=1
                clicks.generate.batch-rows=1
                kafka.topic=from-file
                """);
        Settings settings = Settings.load(
                file,
                Map.of("CLICKS_GENERATE_BATCH_ROWS", "2", "KAFKA_TOPIC", "from-environment", "HOME", "/nowhere"),
                Map.of("kafka.topic", "from-command-line"));

        assertThat(settings.text("kafka.topic")).isEqualTo("from-command-line");
        assertThat(settings.number("clicks.generate.batch-rows", 1, 10)).isEqualTo(2);
        assertThat(settings.number("clicks.generate.users", 1, 10)).isEqualTo(1);
        assertThat(settings.text("clicks.generate.rate-per-second")).isEqualTo("200");
    }

    @Test
    void theNamesOfTheEnvironmentWorkOnTheCommandLineToo() {
        Settings settings = Settings.load(folder.resolve("none"), Map.of(), Map.of("CLICKHOUSE_HOST", "example"));

        assertThat(settings.text("clickhouse.host")).isEqualTo("example");
    }

    @Test
    void theTopicOfTheEnvironmentIsThatOfTheOnlyStream() {
        Map<String, String> environment = Map.of("KAFKA_TOPIC", "taps");
        Settings both = load(environment, "interactions.enabled=true");
        Settings one = load(environment, "interactions.enabled=true", "clicks.enabled=false");
        Settings named = load(
                Map.of("KAFKA_TOPIC", "taps", "INTERACTIONS_TOPIC", "touches", "CLICKS_ENABLED", "false"),
                "interactions.enabled=true");

        assertThat(both.text("kafka.topic")).isEqualTo("taps");
        assertThat(both.text("interactions.topic")).isEqualTo("clickstream_topic");
        assertThat(one.text("interactions.topic")).isEqualTo("taps");
        assertThat(one.text("page-events.topic")).isEqualTo("clickstream-events");
        assertThat(named.text("interactions.topic")).isEqualTo("touches");
    }

    @Test
    void aProducersOwnSpellingOfItsParametersIsTaken() {
        Settings settings = load(
                Map.of("INTERACTIONS_GENERATE_BATCH_SIZE", "10"),
                "interactions.generate.time_interval=2",
                "interactions.generate.data_generation_speed=500");

        assertThat(settings.text("interactions.generate.batch-size")).isEqualTo("10");
        assertThat(settings.text("interactions.generate.time-interval")).isEqualTo("2");
        assertThat(settings.text("interactions.generate.data-generation-speed")).isEqualTo("500");
    }

    @Test
    void anUnknownKeyIsRefusedWithTheNearestOne() throws IOException {
        Path file = file("clicks.generate.rate-per-secnd=5");

        assertThatThrownBy(() -> Settings.load(file, Map.of(), Map.of()))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("clicks.generate.rate-per-secnd is not a setting")
                .hasMessageContaining("clicks.generate.rate-per-second?");
        assertThatThrownBy(() -> Settings.load(folder.resolve("none"), Map.of(), Map.of("dashbord.port", "1")))
                .hasMessageContaining("-Ddashbord.port")
                .hasMessageContaining("dashboard.port");
    }

    @Test
    void aSettingUnderItsOldNameIsRefusedWithTheNewOneWhereverItIsSet() throws IOException {
        Path file = file("clicks.ingest.batch-rows=5");
        assertThatThrownBy(() -> Settings.load(file, Map.of(), Map.of()))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("clicks.ingest.batch-rows has a new name")
                .hasMessageContaining(": ingest.batch-rows.");
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> Settings.load(none, Map.of("CLICKS_INGEST_BATCH_ROWS", "5"), Map.of()))
                .hasMessageContaining(": INGEST_BATCH_ROWS.");
        assertThatThrownBy(() -> Settings.load(none, Map.of(), Map.of("clicks.ingest.consumers", "5")))
                .hasMessageContaining(": ingest.consumers.");
    }

    @Test
    void whatKafkasClientsKnowIsASettingAndAnythingElseIsRefusedWithTheNearestOne() throws IOException {
        Settings settings = Settings.load(
                file("kafka.client.ssl.truststore.location=/ca.p12\nkafka.client.ssl.truststore.type="),
                // A Kubernetes service of that name gives each container the last two.
                Map.of(
                        "KAFKA_CLIENT_SSL_TRUSTSTORE_PASSWORD", "secret",
                        "KAFKA_CLIENT_SERVICE_HOST", "10.0.0.1",
                        "KAFKA_CLIENT_PORT", "tcp://10.0.0.1:9092"),
                Map.of("kafka.client.client.dns.lookup", "use_all_dns_ips"));

        assertThat(settings.below(Settings.KAFKA_CLIENT))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ssl.truststore.location", "/ca.p12",
                        "ssl.truststore.password", "secret",
                        "client.dns.lookup", "use_all_dns_ips"));
        assertThatThrownBy(() -> Settings.load(file("kafka.client.ssl.trustore.location=x"), Map.of(), Map.of()))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("kafka.client.ssl.trustore.location is not a setting. Did you mean"
                        + " kafka.client.ssl.truststore.location?");
    }

    @Test
    void camelsOwnKeysPass() throws IOException {
        Settings settings = Settings.load(file("camel.main.name=other"), Map.of(), Map.of());

        assertThat(settings.text("camel.main.name")).isEqualTo("other");
    }

    @Test
    void aWrongValueIsRefusedWithItsNameAndWhatIsExpected() {
        Settings settings = Settings.load(
                folder.resolve("none"),
                Map.of(),
                Map.of("dashboard.port", "70000", "clicks.generate.enabled", "yes", "clicks.generate.users", "many"));

        assertThatThrownBy(() -> settings.port("dashboard.port"))
                .hasMessageContaining("dashboard.port is '70000'")
                .hasMessageContaining("from 1 to 65535")
                .hasMessageContaining("DASHBOARD_PORT");
        assertThatThrownBy(() -> settings.flag("clicks.generate.enabled")).hasMessageContaining("true or false");
        assertThatThrownBy(() -> settings.number("clicks.generate.users", 1, 9)).hasMessageContaining("'many'");
    }

    private Settings load(Map<String, String> environment, String... overrides) {
        Map<String, String> given = new HashMap<>();
        for (String override : overrides) {
            given.put(override.replaceFirst("=.*", ""), override.replaceFirst(".*?=", ""));
        }
        return Settings.load(folder.resolve("none"), environment, given);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("application.properties"), text);
    }
}
