package io.clickreel.bench.jmh;

import io.clickreel.generate.Click;
import io.clickreel.generate.ClickGenerator;
import io.clickreel.generate.ClickGeneratorSettings;
import io.clickreel.generate.ClickWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The records that are measured, the same in each run. */
final class Values {
    /** More than the fastest caches hold. */
    static final int COUNT = 10_000;

    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    private Values() {}

    /** What the generator makes. */
    static byte[][] clicks() {
        ClickWriter writer = new ClickWriter();
        return generated().stream().map(writer::value).toArray(byte[][]::new);
    }

    static byte[][] keys() {
        ClickWriter writer = new ClickWriter();
        return generated().stream().map(writer::key).toArray(byte[][]::new);
    }

    /** Ids with quotes and letters of several scripts, by turns as escapes and as UTF-8. */
    static byte[][] foreignClicks() {
        ClickWriter writer = new ClickWriter();
        byte[][] values = new byte[COUNT][];
        List<Click> clicks = generated();
        for (int i = 0; i < COUNT; i++) {
            if (i % 2 == 0) {
                values[i] = writer.value(withUser(clicks.get(i), "Zoë \"名前\" " + i));
            } else {
                String value = new String(writer.value(withUser(clicks.get(i), "@")), StandardCharsets.US_ASCII);
                values[i] = value.replace("\"@\"", "\"Łukasz 😀 名前 " + i + '"').getBytes(StandardCharsets.UTF_8);
            }
        }
        return values;
    }

    /** No text at all. */
    static byte[][] randomBytes() {
        Random random = new Random(1);
        byte[][] values = new byte[COUNT][250];
        for (byte[] value : values) {
            random.nextBytes(value);
        }
        return values;
    }

    /** Clicks that end too early. */
    static byte[][] cutClicks() {
        Random random = new Random(1);
        return Arrays.stream(clicks())
                .map(value -> Arrays.copyOf(value, 1 + random.nextInt(value.length - 1)))
                .toArray(byte[][]::new);
    }

    private static List<Click> generated() {
        ClickGenerator generator = new ClickGenerator(ClickGeneratorSettings.defaults()
                .withRatePerSecond(0)
                .withStartTime(START)
                .withBatchRows(COUNT));
        List<Click> clicks = new ArrayList<>();
        while (clicks.size() < COUNT) {
            clicks.addAll(generator.due(START));
        }
        return clicks.subList(0, COUNT);
    }

    private static Click withUser(Click click, String userId) {
        return new Click(
                click.eventId(),
                click.eventTimeMs(),
                userId,
                click.sessionId(),
                click.filmId(),
                click.eventType(),
                click.page(),
                click.position(),
                click.device(),
                click.referrer());
    }
}
