package io.clickreel.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user may type for the ends of a range. */
class ReplayRequestTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-21 06:00:00, 2026-11-21T06:00:00Z",
        "2026-11-21 06:00:00.250, 2026-11-21T06:00:00.250Z",
        "2026-11-21T06:00, 2026-11-21T06:00:00Z",
        "2026-11-21T06:00:00Z, 2026-11-21T06:00:00Z",
        "2026-11-21T08:00:00+02:00, 2026-11-21T06:00:00Z",
        "2026-11-21, 2026-11-21T00:00:00Z",
        "120000, 120000",
    })
    void timesAndOffsetsAreUnderstood(String typed, String meant) {
        assertThat(ReplayRequest.parse(typed, null, null)).hasToString("--from " + meant);
    }

    @Test
    void theSameRangeIsTheSameHoweverItIsTyped() {
        assertThat(ReplayRequest.parse("2026-11-21 06:00:00", "2026-11-21T07:00:00Z", 1))
                .isEqualTo(ReplayRequest.parse("2026-11-21T06:00:00Z", "2026-11-21 07:00:00.000", 1))
                .hasToString("--from 2026-11-21T06:00:00Z --to 2026-11-21T07:00:00Z --partition 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-13-01", "-5", "06:00", "2026-11-21 06:00:00 CET"})
    void otherWordsAreRefusedWithAnExample(String typed) {
        assertThatThrownBy(() -> ReplayRequest.parse(typed, null, null))
                .isInstanceOf(ReplayRefusedException.class)
                .hasMessage("--from is '" + typed + "', but a time in UTC, as '2026-11-21 06:00:00' or"
                        + " 2026-11-21T06:00:00Z, or an offset, as 120000, is expected.");
    }

    @Test
    void aRangeThatEndsBeforeItBeginsIsRefused() {
        assertThatThrownBy(() -> ReplayRequest.parse("700", "700", 0))
                .hasMessageContaining("--to 700 is not behind --from 700.");
        assertThatThrownBy(() -> ReplayRequest.parse("2026-11-21", "2026-11-20", null))
                .hasMessageContaining("--to 2026-11-20 is not behind");
    }
}
