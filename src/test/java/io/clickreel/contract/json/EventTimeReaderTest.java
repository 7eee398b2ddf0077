package io.clickreel.contract.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.contract.SampleClicks;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventTimeReaderTest {
    private static final String[] MINUTES = {
        "2025-12-27 12:18", "2025-12-27T12:18", "2025-12-27 12:19", "2025-02-30 12:18"
    };
    private static final String LETTERS = "0123456789:.-Z T+/\"";

    @Test
    void whateverWasReadBeforeATimeIsReadAsByItself() {
        Random random = new Random(11);
        EventTimeReader reader = new EventTimeReader();
        int good = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder(MINUTES[random.nextInt(MINUTES.length)]
                    + ":%02d.%03d".formatted(random.nextInt(62), random.nextInt(1000)));
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                text.setCharAt(random.nextInt(text.length()), LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            if (random.nextInt(10) == 0) {
                text.setLength(EventTimeFormat.WRITTEN_LENGTH - random.nextInt(5));
            }
            byte[] bytes = SampleClicks.bytes("12" + text + "345678");
            long alone = EventTimeFormat.parse(bytes, 2, text.length());
            assertThat(reader.parse(bytes, 2, text.length()))
                    .as(text.toString())
                    .isEqualTo(alone);
            good += alone > EventTimeFormat.OUT_OF_RANGE ? 1 : 0;
        }
        assertThat(good).isBetween(50_000, 150_000);
    }

    @Test
    void aReaderThatHasReadNothingYetKnowsNoMinute() {
        byte[] zeros = new byte[40];
        System.arraycopy(SampleClicks.bytes(":51.766"), 0, zeros, 16, 7);
        assertThat(new EventTimeReader().parse(zeros, 0, EventTimeFormat.WRITTEN_LENGTH))
                .isEqualTo(EventTimeFormat.BAD_FORMAT);
    }
}
