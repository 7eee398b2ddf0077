package io.clickreel.generate.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BurstPacingTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    @Test
    void aBatchComesAtItsSpeedAndThenThereIsAPause() {
        // 1,000 events at 10,000 a second, and the next ones a second after the first.
        Pacing pacing = new BurstPacing(1_000, 1, 10_000, 10_000, NOON, NOON);

        assertThat(take(pacing, NOON.plusMillis(50))).isEqualTo(500);
        assertThat(take(pacing, NOON.plusMillis(100))).isEqualTo(500);
        assertThat(take(pacing, NOON.plusMillis(999))).isZero();
        assertThat(take(pacing, NOON.plusMillis(1_050))).isEqualTo(500);
        assertThat(pacing.nextTimeMs()).isEqualTo(NOON.toEpochMilli() + 1_050);
    }

    @Test
    void aBatchThatTakesLongerThanItsIntervalDelaysTheNext() {
        Pacing pacing = new BurstPacing(1_000, 1, 500, 10_000, NOON, NOON);

        assertThat(take(pacing, NOON.plusSeconds(1))).isEqualTo(500);
        assertThat(take(pacing, NOON.plusSeconds(2))).isEqualTo(500);
        assertThat(take(pacing, NOON.plusSeconds(4))).isEqualTo(1_000);
    }

    @Test
    void afterAStallTheLastMinuteIsCaughtUp() {
        Pacing pacing = new BurstPacing(10, 1, 10, 10_000, NOON, NOON);

        assertThat(take(pacing, NOON.plusSeconds(100))).isEqualTo(600);
        assertThat(pacing.forgotten()).isEqualTo(400);
    }

    private static int take(Pacing pacing, Instant now) {
        int due = pacing.due(now);
        for (int i = 0; i < due; i++) {
            pacing.nextTimeMs();
        }
        return due;
    }
}
