package io.clickreel.contract.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EventTimeFormatTest {
    private static final long FIRST = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
    private static final long END = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

    @Test
    void everyDayOfTheCenturyIsWrittenAsTheJdkDoesAndReadBack() {
        DateTimeFormatter format = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");
        IsoTime reader = new IsoTime();
        for (long ms = FIRST; ms < END; ms += 86_400_000 - 7_001) {
            String expected = LocalDateTime.ofEpochSecond(
                            Math.floorDiv(ms, 1000), (int) (ms % 1000) * 1_000_000, ZoneOffset.UTC)
                    .format(format);
            byte[] written = new byte[3 + EventTimeFormat.WRITTEN_LENGTH + 3];
            EventTimeFormat.write(ms, written, 3);
            assertThat(new String(written, 3, EventTimeFormat.WRITTEN_LENGTH, StandardCharsets.US_ASCII))
                    .isEqualTo(expected);
            assertThat(Arrays.copyOf(written, 3)).containsOnly(0);
            assertThat(reader.parse(written, 3, EventTimeFormat.WRITTEN_LENGTH)).isTrue();
            assertThat(reader.second() * 1_000 + reader.nano() / 1_000_000).isEqualTo(ms);
        }
    }
}
