package io.clickreel.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.Settings;
import io.clickreel.StartupException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientPropertiesTest {
    @Test
    void eachKindOfClientGetsWhatItKnows() {
        ClientProperties clients = clients(Map.of(
                "client.dns.lookup", "resolve_canonical_bootstrap_servers_only",
                "client.rack", "a",
                "fetch.min.bytes", "7",
                "compression.type", "zstd"));

        assertThat(clients.admin("me"))
                .containsEntry("client.dns.lookup", "resolve_canonical_bootstrap_servers_only")
                .doesNotContainKeys("fetch.min.bytes", "compression.type");
        assertThat(clients.consumer(Map.of()))
                .containsEntry("client.dns.lookup", "resolve_canonical_bootstrap_servers_only")
                .containsEntry("client.rack", "a")
                .containsEntry("fetch.min.bytes", "7")
                .doesNotContainKey("compression.type");
        assertThat(clients.producer(Map.of()))
                .containsEntry("client.dns.lookup", "resolve_canonical_bootstrap_servers_only")
                .containsEntry("compression.type", "zstd")
                .doesNotContainKey("fetch.min.bytes");
    }

    @Test
    void theyAreStrongerThanWhatAClientSaysAndThatThanWhereKafkaIs() {
        ClientProperties clients = clients(Map.of("fetch.min.bytes", "7"));
        Map<String, String> own = Map.of(
                "fetch.min.bytes",
                "1",
                "bootstrap.servers",
                "other:9092",
                "request.timeout.ms",
                "30000",
                "group.id",
                "g");

        assertThat(clients.consumer(own))
                .containsEntry("fetch.min.bytes", "7")
                .containsEntry("bootstrap.servers", "other:9092")
                .containsEntry("security.protocol", "PLAINTEXT");
        assertThat(clients.admin(own))
                .containsEntry("bootstrap.servers", "other:9092")
                .containsEntry("request.timeout.ms", "5000")
                .containsEntry("default.api.timeout.ms", "5000")
                .doesNotContainKeys("group.id", "fetch.min.bytes");
    }

    @Test
    void aLongerTimeLimitOfTheUserHoldsForQuestionsToo() {
        Properties longer = clients(Map.of("request.timeout.ms", "20000")).admin("me");

        assertThat(longer)
                .containsEntry("request.timeout.ms", "20000")
                .containsEntry("default.api.timeout.ms", "20000");
    }

    @Test
    void aConfigProviderGetsItsParameters() {
        Map<String, String> provided = Map.of(
                "config.providers", "env",
                "config.providers.env.class", "org.apache.kafka.common.config.provider.EnvVarConfigProvider",
                "ssl.truststore.password", "${env:TRUST}");

        assertThat(clients(provided).admin("me")).containsAllEntriesOf(provided);
    }

    @ParameterizedTest
    @CsvSource({
        "bootstrap.servers, other:9092, Set kafka.broker-url instead.",
        "enable.auto.commit, true, exactly-once delivery rests on",
        "isolation.level, read_uncommitted, exactly-once delivery rests on",
        "group.id, mine, exactly-once delivery rests on",
        "security.protocol, SECURE, 'is refused by Kafka''s client: Invalid value SECURE'",
        "request.timeout.ms, soon, 'is refused by Kafka''s client: Invalid value soon'",
        "sasl.login.callback.handler.class, no.such.Handler, 'is refused by Kafka''s client: '",
    })
    void whatMayNotBeSetOrIsWrongIsRefusedByItsName(String name, String value, String why) {
        assertThatThrownBy(() -> clients(Map.of(name, value)))
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith("kafka.client." + name + " ")
                .hasMessageContaining(why);
    }

    private static ClientProperties clients(Map<String, String> chosen) {
        Map<String, String> overrides = new HashMap<>(Map.of("kafka.broker-url", "here:9092"));
        chosen.forEach((name, value) -> overrides.put("kafka.client." + name, value));
        return ClientProperties.of(Settings.load(Path.of("none"), Map.of(), overrides));
    }
}
