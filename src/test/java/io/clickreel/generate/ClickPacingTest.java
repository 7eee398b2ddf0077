package io.clickreel.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.clickreel.contract.ClickReading;
import io.clickreel.generate.shared.DailyRhythm;
import io.clickreel.generate.shared.EncodedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** When clicks are made: the rate, late timers, stalls and clocks that jump. */
class ClickPacingTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final ClickGeneratorSettings SETTINGS =
            ClickGeneratorSettings.defaults().withUsers(1_000).withRatePerSecond(100);

    @Test
    void theTotalIsWhatTheElapsedTimeHoldsHoweverUnevenTheTimer() {
        ClickGenerator generator = new ClickGenerator(SETTINGS);
        Random jitter = new Random(5);
        Instant now = NOON;
        long made = generator.due(now).size();
        assertThat(made).isZero();
        for (int i = 0; i < 5_000; i++) {
            now = now.plusMillis(jitter.nextInt(300));
            made += generator.due(now).size();
            assertThat(made).isEqualTo(Duration.between(NOON, now).toMillis() / 10);
        }
    }

    @Test
    void clicksOnTheWallClockAreNeverInTheFuture() {
        ClickGenerator generator = new ClickGenerator(SETTINGS);
        generator.due(NOON);
        Instant now = NOON.plusSeconds(2);
        List<Click> clicks = generator.due(now);
        assertThat(clicks.get(0).eventTimeMs()).isEqualTo(NOON.toEpochMilli());
        assertThat(clicks.get(199).eventTimeMs()).isEqualTo(now.toEpochMilli() - 10);
    }

    @Test
    void aLateCallIsCaughtUpInBatches() {
        ClickGenerator generator = new ClickGenerator(SETTINGS.withBatchRows(400));
        generator.due(NOON);
        Instant now = NOON.plusSeconds(9);
        assertThat(generator.due(now)).hasSize(400);
        assertThat(generator.due(now)).hasSize(400);
        assertThat(generator.due(now)).hasSize(100);
        assertThat(generator.due(now)).isEmpty();
        assertThat(generator.forgotten()).isZero();
    }

    @Test
    void afterALongStallOnlyTheLastMinuteIsCaughtUp() {
        ClickGenerator generator = new ClickGenerator(SETTINGS);
        generator.due(NOON);
        Instant now = NOON.plusSeconds(3_600);
        List<Click> clicks = generator.due(now);
        assertThat(clicks).hasSize(6_000);
        assertThat(clicks.get(0).eventTimeMs()).isEqualTo(now.minusSeconds(60).toEpochMilli());
        assertThat(generator.forgotten()).isEqualTo(360_000 - 6_000);
        assertThat(generator.due(now.plusSeconds(1))).hasSize(100);
    }

    @Test
    void aClockThatIsSetBackDoesNotSilenceTheGenerator() {
        ClickGenerator generator = new ClickGenerator(SETTINGS);
        generator.due(NOON);
        generator.due(NOON.plusSeconds(30));
        Instant back = NOON.minusSeconds(3_600);
        assertThat(generator.due(back)).isEmpty();
        List<Click> clicks = generator.due(back.plusSeconds(1));
        assertThat(clicks).hasSize(100);
        assertThat(clicks.get(0).eventTimeMs()).isEqualTo(back.toEpochMilli());
    }

    @Test
    void rateZeroMakesAFullBatchAtEachCall() {
        ClickGenerator generator =
                new ClickGenerator(SETTINGS.withRatePerSecond(0).withBatchRows(500));
        assertThat(generator.due(NOON)).hasSize(500);
        List<Click> clicks = generator.due(NOON.plusSeconds(1));
        assertThat(clicks).hasSize(500).isSortedAccordingTo((a, b) -> Long.compare(a.eventTimeMs(), b.eventTimeMs()));
        assertThat(clicks.get(0).eventTimeMs()).isEqualTo(NOON.toEpochMilli() + 2);
        assertThat(clicks.get(499).eventTimeMs()).isEqualTo(NOON.plusSeconds(1).toEpochMilli());
    }

    @Test
    void aDailyRhythmMakesTheEveningBusyAndKeepsTheMean() {
        ClickGenerator generator = new ClickGenerator(SETTINGS.withRatePerSecond(1)
                .withDailyRhythm(0.8)
                .withStartTime(Instant.parse("2026-03-01T00:00:00Z")));
        Instant now = NOON;
        generator.due(now);
        int[] perHour = new int[24];
        long last = 0;
        for (int second = 0; second < 86_400; second += 30) {
            now = now.plusSeconds(30);
            for (Click click : generator.due(now)) {
                assertThat(click.eventTimeMs()).isGreaterThanOrEqualTo(last);
                last = click.eventTimeMs();
                perHour[(int) (last / 3_600_000 % 24)]++;
            }
        }
        assertThat(java.util.Arrays.stream(perHour).sum()).isBetween(86_390, 86_400);
        assertThat(perHour[20]).isCloseTo((int) (3_600 * 1.79), within(60));
        assertThat(perHour[8]).isCloseTo((int) (3_600 * 0.21), within(60));
    }

    @Test
    void aFullRhythmStandsStillAtItsQuietestMomentAndGoesOn() {
        DailyRhythm rhythm = new DailyRhythm(1, 0);
        for (double work = 0; work < 3 * 86_400; work += 13) {
            double seconds = rhythm.secondsOf(work);
            assertThat(rhythm.workUntil(seconds)).isCloseTo(work, within(1e-5));
        }
    }

    @Test
    void theSourceHandsOutWhatKafkaGets() {
        Instant[] now = {NOON};
        ClickSource source = new ClickSource(SETTINGS, () -> now[0]);
        assertThat(source.next()).isEmpty();
        now[0] = NOON.plusSeconds(1);
        List<EncodedEvent> encoded = source.next();
        assertThat(encoded).hasSize(100);
        ClickReading reader = new ClickReading();
        for (EncodedEvent click : encoded) {
            assertThat(reader.read(click.value())).isNull();
            String key = new String(click.key(), StandardCharsets.UTF_8);
            assertThat(key).isEqualTo('"' + reader.row().userId() + '"');
        }
        assertThat(source.forgotten()).isZero();
    }

    @Test
    void theBytesAreThoseOfTheClicks() {
        ClickGeneratorSettings settings = SETTINGS.withRatePerSecond(0).withBatchRows(50_000);
        List<Click> clicks = new ClickGenerator(settings).due(NOON);
        List<EncodedEvent> encoded = new ClickSource(settings, () -> NOON).next();
        assertThat(encoded).hasSameSizeAs(clicks);
        ClickWriter writer = new ClickWriter();
        for (int i = 0; i < clicks.size(); i++) {
            assertThat(encoded.get(i).key()).isEqualTo(writer.key(clicks.get(i)));
            assertThat(encoded.get(i).value()).isEqualTo(writer.value(clicks.get(i)));
        }
    }

    @Test
    void theSameSeedAndStartMakeTheBytesThatTheyAlwaysMade() {
        ClickGeneratorSettings settings =
                ClickGeneratorSettings.defaults().withStartTime(Instant.parse("2026-01-31T20:00:00Z"));
        Instant[] now = {NOON};
        ClickSource source = new ClickSource(settings, () -> now[0]);
        CRC32 bytes = new CRC32();
        for (int second = 0; second <= 1_500; second++) {
            for (EncodedEvent click : source.next()) {
                bytes.update(click.key());
                bytes.update(click.value());
            }
            now[0] = now[0].plusSeconds(1);
        }
        assertThat(Long.toHexString(bytes.getValue())).isEqualTo("4db38266");
    }
}
