package io.clickreel.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.Settings;
import io.clickreel.StartupException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchLimitsTest {
    @Test
    void theShippedSettingsAreSound() {
        assertThat(BatchLimits.of(settings(Map.of())))
                .isEqualTo(new BatchLimits(500_000, 256L << 20, 200, 500, 10_000));
    }

    @ParameterizedTest
    @CsvSource({
        "ingest.batch-rows, 0",
        "ingest.batch-rows, many",
        "ingest.batch-bytes, 0",
        "ingest.batch-wait-ms, -1",
        "ingest.batch-wait-ms, 9223372036854775807",
        "ingest.retry-first-ms, 0",
        "ingest.retry-max-ms, 499"
    })
    void aSettingThatWouldBreakDeliveryIsRefusedByItsName(String name, String value) {
        assertThatThrownBy(() -> BatchLimits.of(settings(Map.of(name, value))))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(name + " is '" + value + "'")
                .hasMessageContaining("a whole number from ");
    }

    @Test
    void theLimitsOfTheEndpointAreTakenOutOfKafkasProperties() {
        Properties kafka = endpoint();
        kafka.setProperty("group.id", "g");

        assertThat(BatchLimits.takeFrom(kafka, settings(Map.of()))).isEqualTo(new BatchLimits(10, 1_000, 0, 1, 1));
        assertThat(kafka).containsExactly(Map.entry("group.id", "g"));
    }

    @Test
    void whatARouteDoesNotSayIsThatOfTheSettings() {
        Properties kafka = endpoint();
        kafka.remove("clickreel.batch.waitMs");

        assertThat(BatchLimits.takeFrom(kafka, settings(Map.of("ingest.batch-wait-ms", "77"))))
                .isEqualTo(new BatchLimits(10, 1_000, 77, 1, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "rows, many",
        "rows, 0",
        "rows, -3",
        "rows, 10000001",
        "rows, 1.5",
        "rows, ''",
        "bytes, 0",
        "bytes, 1073741825",
        "waitMs, -1",
        "waitMs, 3600001",
        "retryFirstMs, 0",
        "retryMaxMs, 0",
        "retryMaxMs, 3600001"
    })
    void aWrongLimitInARouteIsRefusedByItsNameThere(String name, String value) {
        Properties kafka = endpoint();
        kafka.setProperty("clickreel.batch." + name, value);

        assertThatThrownBy(() -> BatchLimits.takeFrom(kafka, settings(Map.of())))
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith("additionalProperties.clickreel.batch." + name
                        + " of the route's kafka endpoint is '" + value + "', but a whole number from ");
    }

    @Test
    void thePauseDoublesUpToItsMostAndStaysThere() {
        BatchLimits limits = new BatchLimits(1, 1, 0, 3_000, 3_600_000);

        assertThat(limits.pauseMs(1)).isEqualTo(3_000);
        assertThat(limits.pauseMs(2)).isEqualTo(6_000);
        assertThat(limits.pauseMs(11)).isEqualTo(3_072_000);
        assertThat(limits.pauseMs(12)).isEqualTo(3_600_000);
        assertThat(limits.pauseMs(Integer.MAX_VALUE)).isEqualTo(3_600_000);
    }

    private static Properties endpoint() {
        Properties kafka = new Properties();
        kafka.setProperty("clickreel.batch.rows", "10");
        kafka.setProperty("clickreel.batch.bytes", "1000");
        kafka.setProperty("clickreel.batch.waitMs", " 0 ");
        kafka.setProperty("clickreel.batch.retryFirstMs", "1");
        kafka.setProperty("clickreel.batch.retryMaxMs", "1");
        return kafka;
    }

    private static Settings settings(Map<String, String> overrides) {
        return Settings.load(Path.of("none"), Map.of(), overrides);
    }
}
