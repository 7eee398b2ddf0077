package io.clickreel.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.contract.Click;
import io.clickreel.contract.ClickReader;
import io.clickreel.contract.SampleClicks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ClickWriterTest {
    private final ClickWriter writer = new ClickWriter();

    @Test
    void aClickIsWrittenAsTheExampleOfTheContract() {
        ClickReader reader = new ClickReader();
        reader.read(SampleClicks.bytes(SampleClicks.EXAMPLE));
        Click click = reader.fields().toClick();
        assertThat(click.eventId()).isEqualTo(UUID.fromString("84e0e977-9ee7-4eec-9cd6-f7655e481cb3"));
        assertThat(new String(writer.value(click), StandardCharsets.UTF_8)).isEqualTo(SampleClicks.EXAMPLE);
        assertThat(new String(writer.key(click), StandardCharsets.UTF_8)).isEqualTo("\"u_10\"");
    }

    @Test
    void whatIsWrittenIsReadAsTheSameClick() throws IOException {
        Random random = new Random(42);
        ClickReader reader = new ClickReader();
        for (int i = 0; i < 20_000; i++) {
            Click click = SampleClicks.random(random);
            assertThat(reader.read(writer.value(click))).isNull();
            assertThat(reader.fields().toClick()).isEqualTo(click);
            assertThat(SampleClicks.key(writer.key(click))).isEqualTo(click.userId());
        }
    }
}
