package io.clickreel.contract.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.contract.SampleClicks;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventTimeFormatTest {
    private static final long FIRST = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
    private static final long END = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

    @Test
    void everyDayOfTheCenturyIsWrittenAndReadAsTheJdkDoes() {
        DateTimeFormatter format = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");
        for (long ms = FIRST; ms < END; ms += 86_400_000 - 7_001) {
            String expected = LocalDateTime.ofEpochSecond(
                            Math.floorDiv(ms, 1000), (int) (ms % 1000) * 1_000_000, ZoneOffset.UTC)
                    .format(format);
            byte[] written = new byte[EventTimeFormat.WRITTEN_LENGTH];
            EventTimeFormat.write(ms, written, 0);
            assertThat(new String(written, StandardCharsets.US_ASCII)).isEqualTo(expected);
            assertThat(parse(expected)).isEqualTo(ms);
        }
    }

    @Test
    void offsetsAreReadAsTheJdkDoes() {
        Random random = new Random(3);
        for (int i = 0; i < 5_000; i++) {
            long ms = FIRST + 86_400_000 + (long) (random.nextDouble() * (END - FIRST - 2 * 86_400_000L));
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(60 * (random.nextInt(2 * 18 * 60 + 1) - 18 * 60));
            String text = OffsetDateTime.ofInstant(Instant.ofEpochMilli(ms), offset)
                    .format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSXXX"));
            assertThat(parse(text)).as(text).isEqualTo(ms);
        }
    }

    @Test
    void aProperTimeOfAnotherCenturyIsToldFromOneThatIsNoTime() {
        assertThat(parse("1999-12-31 23:59:59")).isEqualTo(EventTimeFormat.OUT_OF_RANGE);
        assertThat(parse("1900-02-29 23:59:59")).isEqualTo(EventTimeFormat.BAD_FORMAT);
        assertThat(parse("2100-01-01T00:00:00Z")).isEqualTo(EventTimeFormat.OUT_OF_RANGE);
    }

    private static long parse(String text) {
        // Not at the start of the buffer, as in the parser.
        byte[] buffer = SampleClicks.bytes("12" + text + "34");
        return EventTimeFormat.parse(buffer, 2, text.length());
    }
}
