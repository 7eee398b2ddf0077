package io.clickreel.delivery.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.delivery.DeliveryMeters;
import io.clickreel.delivery.TestRecords;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a delay whose record has a time that no clock can mean. */
class RecordTimeTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DeliveryMeters meters = new DeliveryMeters(TestRecords.STREAM.name(), registry);

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-10S", "PT-5H", "PT-167H", "PT59S"})
    void aTimeOfTheLastDaysMakesADelay(String fromNow) {
        deliver(Instant.now().plus(Duration.parse(fromNow)).toEpochMilli());
        assertThat(timer().count()).isEqualTo(1);
        assertThat(unknown()).isZero();
        assertThat(timer().max(TimeUnit.SECONDS))
                .isLessThanOrEqualTo(Duration.ofDays(7).toSeconds());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-169H", "P-60D", "PT90S", "PT1H", "P3650D"})
    void aTimeThatNoClockCanMeanIsCountedAndMakesNone(String fromNow) {
        deliver(Instant.now().plus(Duration.parse(fromNow)).toEpochMilli());
        assertNoDelay();
    }

    /** No time at all, the beginning, another unit, the year 1601, and what only a broken producer sends. */
    @ParameterizedTest
    @ValueSource(
            longs = {-1, 0, 1, 1_764_000_000, -11_644_473_600_000L, 253_402_300_800_000L, Long.MAX_VALUE, Long.MIN_VALUE
            })
    void norDoesAnyOtherNumber(long timestampMs) {
        deliver(timestampMs);
        assertNoDelay();
    }

    @Test
    void theCounterIsThereFromTheStartAndSaysWhatItCounts() {
        assertThat(unknown()).isZero();
        assertThat(registry.get("clickreel.ingest.delay.unknown")
                        .meter()
                        .getId()
                        .getDescription())
                .contains("more than 7 days");
        assertThat(timer().getId().getDescription())
                .contains("broker's clock")
                .contains("LogAppendTime")
                .contains("this machine's clock");
    }

    @Test
    void anotherUnitIsGuessed() {
        long nowMs = 1_790_000_000_000L;
        assertThat(RecordTime.describe(nowMs / 1_000, nowMs))
                .endsWith("(1970-01-21T17:13:20Z), which looks like seconds" + " where Kafka has milliseconds");
        assertThat(RecordTime.describe(nowMs * 1_000 + 17, nowMs)).contains("looks like microseconds");
        assertThat(RecordTime.describe(nowMs * 1_000_000 + 17, nowMs)).contains("looks like nanoseconds");
        for (long strange : new long[] {0, -1, 1, Long.MAX_VALUE, Long.MIN_VALUE, -11_644_473_600_000L}) {
            assertThat(RecordTime.describe(strange, nowMs))
                    .startsWith(strange + " (")
                    .doesNotContain("looks like");
        }
    }

    private void assertNoDelay() {
        assertThat(timer().count()).isZero();
        assertThat(timer().max(TimeUnit.SECONDS)).isZero();
        assertThat(unknown()).isEqualTo(1);
    }

    private void deliver(long timestampMs) {
        meters.delivered(TestRecords.batch(List.of(at(timestampMs))));
    }

    private Timer timer() {
        return registry.get("clickreel.ingest.delay").timer();
    }

    private double unknown() {
        return registry.get("clickreel.ingest.delay.unknown").counter().count();
    }

    private static ConsumerRecord<ByteBuffer, ByteBuffer> at(long timestampMs) {
        ConsumerRecord<ByteBuffer, ByteBuffer> now =
                TestRecords.record(7, "u_1", TestRecords.CLICK, new RecordHeaders());
        return new ConsumerRecord<>(
                now.topic(),
                now.partition(),
                now.offset(),
                timestampMs,
                TimestampType.CREATE_TIME,
                now.serializedKeySize(),
                now.serializedValueSize(),
                now.key(),
                now.value(),
                now.headers(),
                Optional.empty());
    }
}
