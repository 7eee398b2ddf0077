package io.clickreel.generate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.Settings;
import io.clickreel.StartupException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClickPublishingTest {
    private static final int BATCH_ROWS = 50;

    private final CamelContext camel = new DefaultCamelContext();
    private Instant now = Instant.parse("2026-01-31T12:00:00Z");
    private final ClickPublishing publishing = new ClickPublishing(
            new ClickSource(
                    ClickGeneratorSettings.defaults().withRatePerSecond(100).withBatchRows(BATCH_ROWS), () -> now),
            BATCH_ROWS);

    @Test
    void nothingIsDueAtTheFirstTickAndAfterwardsWhatTheRateSays() {
        assertThat(publishing.isBehind(tick())).isFalse();

        pass(200);
        Exchange tick = tick();
        assertThat(publishing.isBehind(tick)).isTrue();
        assertThat(publishing.due(tick)).hasSize(20);
    }

    @Test
    void keysAreTheUsersInQuotes() {
        publishing.isBehind(tick());
        pass(200);
        Exchange tick = tick();
        publishing.isBehind(tick);

        assertThat(publishing.due(tick)).allSatisfy(message -> {
            String key = new String((byte[]) message.getHeader(KafkaConstants.KEY), UTF_8);
            assertThat(key).matches("\"u_\\d+\"");
            assertThat(new String((byte[]) message.getBody(), UTF_8)).contains("\"user_id\":" + key);
        });
    }

    @Test
    void aBatchThatFailedIsHandedOutAgainBeforeAnythingNew() {
        publishing.isBehind(tick());
        pass(200);
        Exchange first = tick();
        publishing.isBehind(first);
        List<byte[]> failed = values(publishing.due(first));

        pass(100);
        Exchange second = tick();
        assertThat(publishing.isBehind(second)).isTrue();
        assertThat(values(publishing.due(second))).isEqualTo(failed);
        publishing.published(second);

        Exchange third = tick();
        assertThat(publishing.isBehind(third)).isTrue();
        assertThat(values(publishing.due(third))).hasSize(10).doesNotContainAnyElementsOf(failed);
    }

    @Test
    void aTickEndsWithABatchThatIsNotFullSoThatTheTimersPauseIsKept() {
        publishing.isBehind(tick());
        pass(200);
        Exchange tick = tick();
        publishing.isBehind(tick);
        publishing.published(tick);
        pass(100);

        assertThat(publishing.isBehind(tick)).isFalse();
        assertThat(publishing.isBehind(tick())).isTrue();
    }

    @Test
    void aTickGoesOnWhileBatchesAreFull() {
        publishing.isBehind(tick());
        pass(1_200);
        Exchange tick = tick();
        for (int due : new int[] {50, 50, 20}) {
            assertThat(publishing.isBehind(tick)).isTrue();
            assertThat(publishing.due(tick)).hasSize(due);
            publishing.published(tick);
        }
        assertThat(publishing.isBehind(tick)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "clicks.generate.rate-per-second, -1",
        "clicks.generate.users, 0",
        "clicks.generate.batch-rows, 0",
        "clicks.generate.seed, abc",
        "clicks.generate.start-time, yesterday",
        "clicks.generate.daily-rhythm, 2"
    })
    void aWrongSettingIsRefusedByItsName(String name, String value) {
        Settings settings = Settings.load(Path.of("none"), Map.of(), Map.of(name, value));

        assertThatThrownBy(() -> ClickPublishing.of(settings))
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith(name + " is '" + value + "'");
    }

    private Exchange tick() {
        return new DefaultExchange(camel);
    }

    private void pass(long ms) {
        now = now.plusMillis(ms);
    }

    private static List<byte[]> values(List<Message> messages) {
        return messages.stream().map(message -> (byte[]) message.getBody()).toList();
    }
}
