package io.clickreel.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.health.PartitionLags.PartitionLag;
import io.clickreel.kafka.ClientProperties;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.testing.Services;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** Five minutes of looks, one each five seconds, as Kafka's watch makes them. */
class LagGrowthTest {
    private static final int LOOK_S = 5;
    private static final int WINDOW_S = 300;

    private final LagGrowth growth = growth();
    private Instant now = Instant.parse("2026-11-28T10:00:00Z");
    private long end;

    @Test
    void aLagThatOnlyGrowsIsToldWithHowMuchComesAndHowMuchIsStored() {
        long lag = look(2 * WINDOW_S, 0, second -> 2_000 * second, 5_000);

        assertThat(growth.sentence())
                .startsWith(
                        "since 2026-11-28T10:00:00Z the lag of clicks grows, in partition 1 of topic dvd_clicks: 0 records"
                                + " then, 1,190,000 now; 5,000 a second come, and 3,000 are stored.")
                .contains("ingest.consumers");

        look(2 * WINDOW_S, lag, second -> lag - 1_000 * second, 5_000);
        assertThat(growth.sentence()).isEmpty();
    }

    @Test
    void aBacklogThatIsWorkedOffIsNotTold() {
        look(3 * WINDOW_S, 0, second -> 10_000_000 - 1_000 * second, 100_000);

        assertThat(growth.sentence()).isEmpty();
    }

    @Test
    void batchesThatAreGatheredAndStoredAreNotTold() {
        look(3 * WINDOW_S, 0, second -> second % 30 * 20_000, 20_000);

        assertThat(growth.sentence()).isEmpty();
    }

    @Test
    void aPeakIsNotTold() {
        look(3 * WINDOW_S, 0, second -> second < 200 ? 5_000 * second : 1_000_000, 20_000);

        assertThat(growth.sentence()).isEmpty();
    }

    @Test
    void aHandfulOfRecordsThatComeOneByOneIsNotTold() {
        look(3 * WINDOW_S, 0, second -> second / 10, 1);

        assertThat(growth.sentence()).isEmpty();
    }

    @Test
    void whatWasBeforeKafkaWasAwayDoesNotCount() {
        look(WINDOW_S - 60, 0, second -> 2_000 * second, 5_000);
        now = now.plusSeconds(600);
        look(WINDOW_S - 60, 0, second -> 2_000_000 + 2_000 * second, 5_000);

        assertThat(growth.sentence()).isEmpty();
    }

    /** @return the last lag */
    private long look(int seconds, long lag, LongUnaryOperator lagAt, long comeASecond) {
        long last = lag;
        for (int second = 0; second < seconds; second += LOOK_S) {
            last = lagAt.applyAsLong(second);
            growth.add(List.of(new PartitionLag("clicks", "dvd_clicks", 1, end, end - last, last, 0)), now);
            now = now.plusSeconds(LOOK_S);
            end += comeASecond * LOOK_S;
        }
        return last;
    }

    /** Its door to Kafka is never opened. */
    private static LagGrowth growth() {
        KafkaAdmin kafka = new KafkaAdmin(
                ClientProperties.of(Services.settings(Services.folder(), Map.of("kafka.broker-url", "127.0.0.1:1")))
                        .admin("none"));
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        return new LagGrowth(
                new PartitionLags(kafka, List::of, new OpenTransactions(kafka, List::of, meters), meters),
                Duration.ofSeconds(WINDOW_S));
    }
}
