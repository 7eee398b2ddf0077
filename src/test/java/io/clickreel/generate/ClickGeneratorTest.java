package io.clickreel.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.clickreel.contract.ClickReading;
import io.clickreel.contract.ClickRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The crowd as a reader of its clicks would see it. */
class ClickGeneratorTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final ClickGeneratorSettings SETTINGS = ClickGeneratorSettings.defaults()
            .withUsers(2_000)
            .withRatePerSecond(20)
            .withStartTime(START);

    /** 100,000 clicks: 83 minutes. */
    private static List<Click> clicks;

    @BeforeAll
    static void generate() {
        clicks = clicks(SETTINGS, 100_000);
    }

    @Test
    void theSameSettingsMakeTheSameClicksHoweverTheTimerTicks() {
        ClickGenerator generator = new ClickGenerator(SETTINGS);
        Random jitter = new Random(1);
        Instant now = Instant.parse("2031-07-09T10:11:12Z");
        List<Click> jittery = new ArrayList<>(generator.due(now));
        while (jittery.size() < 20_000) {
            now = now.plusMillis(jitter.nextInt(4_000));
            jittery.addAll(generator.due(now));
        }
        assertThat(jittery.subList(0, 20_000)).isEqualTo(clicks.subList(0, 20_000));
    }

    @Test
    void anotherSeedOrStartMakesOtherClicks() {
        Set<UUID> ids = clicks.stream().map(Click::eventId).collect(Collectors.toSet());
        assertThat(ids).hasSize(clicks.size());
        assertThat(clicks(SETTINGS.withSeed(43), 1_000)).noneMatch(click -> ids.contains(click.eventId()));
        assertThat(clicks(SETTINGS.withStartTime(START.plusMillis(1)), 1_000))
                .noneMatch(click -> ids.contains(click.eventId()));
    }

    @Test
    void everyClickKeepsTheContract() {
        ClickReading reader = new ClickReading();
        ClickWriter writer = new ClickWriter();
        for (Click click : clicks) {
            assertThat(reader.read(writer.value(click))).isNull();
            assertThat(reader.row()).isEqualTo(ClickRow.of(click));
        }
        assertThat(clicks)
                .allMatch(click ->
                        click.eventId().version() == 4 && click.eventId().variant() == 2);
        assertThat(clicks).allMatch(click -> click.sessionId().matches("s_[0-9a-f]{8}"));
    }

    @Test
    void theKindsOfClicksHaveTheirShares() {
        assertShare(EventType.VIEW, 0.35);
        assertShare(EventType.DETAIL_VIEW, 0.30);
        assertShare(EventType.WATCH_TRAILER, 0.20);
        assertShare(EventType.ADD_TO_WATCHLIST, 0.15);
    }

    @Test
    void onlyAViewHappensWhileBrowsing() {
        assertThat(clicks).allMatch(click -> (click.page() == Page.BROWSE) == (click.eventType() == EventType.VIEW));
    }

    @Test
    void eventTimesAreTheSlotsOfTheRate() {
        for (int i = 0; i < clicks.size(); i++) {
            assertThat(clicks.get(i).eventTimeMs()).isEqualTo(START.toEpochMilli() + 50L * i);
        }
    }

    @Test
    void nobodyOpensOrSavesAFilmThatTheyHaveNotSeenInTheSession() {
        Map<String, String> filmOfSession = new HashMap<>();
        Map<String, EventType> lastStep = new HashMap<>();
        for (Click click : clicks) {
            String film = click.filmId() + " at " + click.position();
            if (!lastStep.containsKey(click.sessionId()) && click.eventTimeMs() < START.toEpochMilli() + 600_000) {
                // The session may have begun before the first click; ten minutes later none of those is left unseen.
                filmOfSession.put(click.sessionId(), film);
                lastStep.put(click.sessionId(), click.eventType());
                continue;
            }
            if (click.eventType() == EventType.VIEW) {
                filmOfSession.put(click.sessionId(), film);
            } else {
                assertThat(filmOfSession).containsEntry(click.sessionId(), film);
                assertThat(lastStep.get(click.sessionId())).isLessThan(click.eventType());
            }
            EventType before = lastStep.put(click.sessionId(), click.eventType());
            if (click.eventType() == EventType.ADD_TO_WATCHLIST) {
                assertThat(before).isIn(EventType.DETAIL_VIEW, EventType.WATCH_TRAILER);
            }
        }
    }

    @Test
    void aSessionEndsAfterTenMinutesWithoutAClickAndNotBefore() {
        Map<String, Click> last = new HashMap<>();
        Map<String, String> userOfSession = new HashMap<>();
        int rotations = 0;
        for (Click click : clicks) {
            Click before = last.put(click.userId(), click);
            if (before != null) {
                boolean rotated = !before.sessionId().equals(click.sessionId());
                assertThat(rotated).isEqualTo(click.eventTimeMs() - before.eventTimeMs() >= 600_000);
                rotations += rotated ? 1 : 0;
            }
            assertThat(userOfSession.merge(click.sessionId(), click.userId(), (a, b) -> a.equals(b) ? a : "shared"))
                    .isNotEqualTo("shared");
        }
        assertThat(rotations).isGreaterThan(1_000);
    }

    @Test
    void aSessionHasOneDeviceAndAFewClicks() {
        Map<String, List<Click>> sessions = clicks.stream().collect(Collectors.groupingBy(Click::sessionId));
        assertThat(sessions.values())
                .allMatch(session ->
                        session.stream().map(Click::device).distinct().count() == 1);
        assertThat((double) clicks.size() / sessions.size()).isBetween(7.0, 16.0);
        assertThat(sessions.values()).anyMatch(session -> session.size() == 1);
        assertThat(sessions.values()).anyMatch(session -> session.size() > 40);
    }

    @Test
    void peopleAreInTheMiddleOfTheirVisitsFromTheStart() {
        // Those who came after the start would only be viewing for the first seconds.
        assertThat(share(clicks.subList(0, 200), click -> click.eventType() == EventType.VIEW))
                .isCloseTo(0.35, within(0.15));
        assertThat(share(clicks.subList(0, 1_000), click -> click.eventType() == EventType.VIEW))
                .isCloseTo(0.35, within(0.05));
    }

    @Test
    void someFilmsAreFarMorePopularThanOthers() {
        List<Long> counts = countsOfFilms(clicks).values().stream()
                .sorted((a, b) -> Long.compare(b, a))
                .toList();
        long top50 = counts.stream().limit(50).mapToLong(Long::longValue).sum();
        assertThat(top50 / (double) clicks.size()).isBetween(0.3, 0.6);
        assertThat(counts.size()).isGreaterThan(900);
        assertThat(clicks).allMatch(click -> click.filmId() >= 1 && click.filmId() <= 1_000);
    }

    @Test
    void whatTrendsNowIsNotWhatTrendsTomorrow() {
        List<Click> tomorrow = clicks(SETTINGS.withStartTime(START.plus(Duration.ofDays(1))), 50_000);
        Map<Integer, Long> now = countsOfFilms(clicks.subList(0, 50_000));
        Map<Integer, Long> then = countsOfFilms(tomorrow);
        assertThat(now.entrySet())
                .anyMatch(film -> film.getValue() > 8 * then.getOrDefault(film.getKey(), 1L) && film.getValue() > 400);
        assertThat(now.entrySet())
                .anyMatch(film -> film.getValue() > 400 && then.getOrDefault(film.getKey(), 0L) > 400);
    }

    @Test
    void popularUsersPositionsAndEveningDevicesShow() {
        Map<String, Long> perUser =
                clicks.stream().collect(Collectors.groupingBy(Click::userId, Collectors.counting()));
        assertThat(perUser.values().stream().mapToLong(Long::longValue).max().orElseThrow())
                .isGreaterThan(100);
        assertThat(perUser).hasSizeGreaterThan(1_500);
        assertThat(clicks).allMatch(click -> click.position() >= 1 && click.position() <= 20);
        assertThat(share(clicks, click -> click.position() <= 5)).isBetween(0.4, 0.7);
        List<Click> evening = clicks(SETTINGS.withStartTime(START.plus(Duration.ofHours(20))), 20_000);
        assertThat(share(evening, click -> click.device() == Device.WEB))
                .isLessThan(share(clicks, click -> click.device() == Device.WEB) - 0.05);
    }

    @Test
    void aCrowdThatIsTooSmallForTheRateHurriesAndKeepsItsOrder() {
        List<Click> hurried = clicks(SETTINGS.withUsers(3).withRatePerSecond(5_000), 50_000);
        assertThat(hurried.stream().map(Click::userId).distinct()).containsOnly("u_1", "u_2", "u_3");
        assertThat(hurried).isSortedAccordingTo((a, b) -> Long.compare(a.eventTimeMs(), b.eventTimeMs()));
        assertThat(share(hurried, click -> click.eventType() == EventType.VIEW)).isCloseTo(0.35, within(0.03));
    }

    @Test
    void aRareClickIsAlwaysANewSession() {
        List<Click> rare = clicks(SETTINGS.withUsers(1).withRatePerSecond(1 / 700.0), 50);
        assertThat(rare.stream().map(Click::sessionId).distinct()).hasSize(50);
        assertThat(rare).allMatch(click -> click.eventType() == EventType.VIEW);
    }

    @Test
    void settingsThatCannotWorkAreRefusedWithAWayOut() {
        assertThatThrownBy(() -> SETTINGS.withUsers(0))
                .hasMessage("users is 0.0; set it to a value from 1 to 10000000.");
        assertThatThrownBy(() -> SETTINGS.withRatePerSecond(Double.NaN)).hasMessageContaining("ratePerSecond is NaN");
        assertThatThrownBy(() -> SETTINGS.withDailyRhythm(1.1)).hasMessageContaining("dailyRhythm is 1.1");
    }

    private static List<Click> clicks(ClickGeneratorSettings settings, int count) {
        ClickGenerator generator = new ClickGenerator(settings);
        Instant now = START;
        List<Click> made = new ArrayList<>(generator.due(now));
        Duration tick = Duration.ofNanos((long) (1e9 * Math.min(50, 5_000 / settings.ratePerSecond())));
        while (made.size() < count) {
            now = now.plus(tick);
            made.addAll(generator.due(now));
        }
        return made.subList(0, count);
    }

    private static Map<Integer, Long> countsOfFilms(List<Click> some) {
        return some.stream().collect(Collectors.groupingBy(Click::filmId, Collectors.counting()));
    }

    private static double share(List<Click> some, java.util.function.Predicate<Click> which) {
        return some.stream().filter(which).count() / (double) some.size();
    }

    private static void assertShare(EventType type, double expected) {
        assertThat(share(clicks, click -> click.eventType() == type)).isCloseTo(expected, within(0.03));
    }
}
