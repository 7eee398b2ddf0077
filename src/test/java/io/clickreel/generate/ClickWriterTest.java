package io.clickreel.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.contract.ClickReading;
import io.clickreel.contract.ClickRow;
import io.clickreel.contract.SampleClicks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ClickWriterTest {
    private final ClickWriter writer = new ClickWriter();

    @Test
    void aClickIsWrittenAsTheExampleOfTheContract() {
        Click click = new Click(
                UUID.fromString("84e0e977-9ee7-4eec-9cd6-f7655e481cb3"),
                Instant.parse("2025-12-27T12:18:51.766Z").toEpochMilli(),
                "u_10",
                "s_53482d2c",
                331,
                EventType.VIEW,
                Page.BROWSE,
                9,
                Device.TABLET,
                Referrer.RECOMMENDATION);
        assertThat(new String(writer.value(click), StandardCharsets.UTF_8)).isEqualTo(SampleClicks.EXAMPLE);
        assertThat(new String(writer.key(click), StandardCharsets.UTF_8)).isEqualTo("\"u_10\"");
    }

    @Test
    void whatIsWrittenIsReadAsTheSameClick() throws IOException {
        Random random = new Random(42);
        ClickReading reader = new ClickReading();
        for (int i = 0; i < 20_000; i++) {
            Click click = SampleClicks.random(random);
            assertThat(reader.read(writer.value(click))).isNull();
            assertThat(reader.row()).isEqualTo(ClickRow.of(click));
            assertThat(SampleClicks.key(writer.key(click))).isEqualTo(click.userId());
        }
    }
}
