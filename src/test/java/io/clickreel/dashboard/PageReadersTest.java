package io.clickreel.dashboard;

import static io.clickreel.testing.UpProcess.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.BrowserPage;
import io.clickreel.testing.OpenedPage;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page for readers in other time zones, with other languages, clocks and older browsers; and its own faults. */
@Tag("services")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PageReadersTest {
    private OpenedPage opened;
    private BrowserPage page;
    private Runnable forget = () -> {};

    @BeforeAll
    void start() {
        Assumptions.assumeTrue(BrowserPage.canBeOpened(), BrowserPage.HOW_TO_GET_IT);
        opened = OpenedPage.shared();
        page = opened.page();
        opened.stopClicks();
    }

    @BeforeEach
    void consoleIsEmpty() {
        page.errors();
    }

    @AfterEach
    void asBefore() {
        if (page != null) {
            forget.run();
            forget = () -> {};
            page.timeZone("");
            page.locale("");
        }
    }

    @AfterAll
    void stop() {
        if (opened != null) {
            opened.rest();
        }
    }

    // ---- Time zones

    @ParameterizedTest
    @CsvSource({
        "UTC, UTC",
        "America/St_Johns, America/St_Johns",
        "Asia/Kolkata, Asia/Calcutta",
        "Asia/Kathmandu, Asia/Katmandu",
        "Pacific/Chatham, Pacific/Chatham",
        "Australia/Lord_Howe, Australia/Lord_Howe",
        "Europe/Berlin, Europe/Berlin",
    })
    void timesAreInTheReadersZoneAndSaySo(String zone, String nameInChromium) {
        page.timeZone(zone);
        opened.open("?range=7d");
        assertThat(opened.isShown("#zone-problem")).isFalse();
        assertThat(opened.isShown("#fault")).isFalse();
        assertThat(page.find("#zone").getText()).contains(nameInChromium.replace('_', ' '));
        String offset = offset(zone);
        assertThat(opened.text("#freshness")).endsWith(offset + ".");
        assertThat(page.texts(".as-of").stream().filter(text -> !text.isEmpty()))
                .isNotEmpty()
                .allMatch(text -> text.endsWith(" " + offset));
        assertThat(page.texts("th.time")).isNotEmpty().allMatch(text -> text.endsWith(" (" + nameInChromium + ")"));
        assertThat(page.requests().lastOf("activity-by-weekday-hour"))
                .contains("time_zone=" + nameInChromium.replace("/", "%2F"));
        within(20).untilAsserted(() -> assertThat(page.script(axis("name"))).isEqualTo(nameInChromium));

        List<String> points =
                page.table("activity-over-time").stream().map(row -> row.get(0)).toList();
        assertThat(points).isNotEmpty().allSatisfy(point -> assertThat(local(point, zone, "mm"))
                .as("%s, of half an hour", point)
                .isIn("00", "30"));
        boolean isOfToday = local(points.get(0), zone, "yyyy-MM-dd")
                .equals(local(Instant.now().toString(), zone, "yyyy-MM-dd"));
        assertThat(page.texts("#activity-over-time tbody td.time").get(0))
                .endsWith(local(points.get(0), zone, isOfToday ? "HH:mm:ss" : "MMM d, HH:mm"));
        assertThat(page.errors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Etc/Unknown | 'Etc/Unknown'",
                "Mars/Olympus_Mons | 'Mars/Olympus_Mons'",
                "(nothing) | ''",
                "(undefined) | undefined",
                "(no Intl zone at all) | (() => { throw new RangeError('no zone'); })()",
            })
    void aZoneThatIsNoneIsUtcAndIsTold(String name, String says) {
        forget = page.beforeEachPage("""
                const real = Intl.DateTimeFormat.prototype.resolvedOptions;
                Intl.DateTimeFormat.prototype.resolvedOptions = function () {
                  return { ...real.call(this), timeZone: %s };
                };
                """.formatted(says));
        if (name.equals("Etc/Unknown")) {
            page.timeZone(name);
        }
        opened.open("");
        assertThat(opened.text("#zone-problem"))
                .startsWith("Times are in UTC: this browser ")
                .endsWith("to see its times.");
        assertThat(opened.isShown("#fault")).isFalse();
        assertThat(opened.isShown("#trouble")).isFalse();
        assertThat(opened.text("#freshness")).endsWith("UTC.");
        assertThat(page.texts("th.time")).allMatch(text -> text.endsWith(" (UTC)"));
        assertThat(page.errors()).isEmpty();
    }

    @Test
    void aZoneThatOnlyTheBrowserKnowsIsReplacedWhereClickHouseCountsByIt() {
        forget = page.beforeEachPage("""
                const real = Intl.DateTimeFormat.prototype.resolvedOptions;
                Intl.DateTimeFormat.prototype.resolvedOptions = function () {
                  return { ...real.call(this), timeZone: '+05:30' };
                };
                """);
        page.open("");
        within(60).until(() -> opened.isShown("#zone-problem"));
        assertThat(opened.text("#zone-problem")).contains("ClickHouse does not know the time zone +05:30");
        opened.awaitAllAnswered();
        within(30).untilAsserted(() -> assertThat(page.requests().lastOf("activity-over-time"))
                .contains("time_zone=UTC"));
        assertThat(opened.text("#freshness")).endsWith("GMT+5:30.");
    }

    @Test
    void theZoneCanBeUtcInstead() {
        page.timeZone("Asia/Kolkata");
        opened.open("");
        page.script(
                "const zone = document.querySelector('#zone'); zone.value = 'utc'; zone.dispatchEvent(new Event('change'))");
        within(20).until(() -> opened.text("#freshness").endsWith("UTC."));
        assertThat(page.url()).contains("zone=utc");
        within(20).until(() -> page.requests().lastOf("activity-over-time").contains("time_zone=UTC"));
        within(20).until(() -> "UTC".equals(page.script(axis("name"))));
    }

    /** @param days by which the reader's clock is ahead of that of the answers */
    @ParameterizedTest
    @CsvSource({
        "0, HH:mm:ss",
        "1, 'MMM d, HH:mm'",
        "-1, 'MMM d, HH:mm'",
        "400, 'MMM d, yyyy, HH:mm'",
        "4000, 'MMM d, yyyy, HH:mm'"
    })
    void whatIsNotOfTodayHasItsDay(int days, String pattern) {
        page.timeZone("UTC");
        forget = page.beforeEachPage(
                "{ const now = Date.now; Date.now = () => now() + %d * 86400000; }".formatted(days));
        opened.open("");
        String told = page.texts("#pipeline-checks .as-of").get(0);
        assertThat(told).startsWith("As of ").endsWith(" UTC");
        assertThat(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
                        .withZone(ZoneOffset.UTC)
                        .parse(told.substring("As of ".length(), told.length() - " UTC".length())))
                .isNotNull();
    }

    // ---- Languages and browsers

    @ParameterizedTest
    @ValueSource(strings = {"de-DE", "fr-FR", "hi-IN", "ar-EG", "en-US", "pt-BR"})
    void numbersAreWrittenAsTheSentencesAreWhateverTheBrowsersLanguage(String locale) {
        page.locale(locale);
        opened.open("");
        within(20).untilAsserted(() -> {
            List<String> shown = page.texts(".tile[data-tile=events-total] .value");
            String value = page.find(".tile[data-tile=events-total] .value").getDomAttribute("data-value");
            assertThat(shown).containsExactly(String.format(Locale.ENGLISH, "%,d", Long.parseLong(value)));
        });
        assertThat(page.texts(".as-of"))
                .allMatch(text -> text.matches("|(As of|Clicks until [0-9:, A-Za-z+-]+, as of) [0-9:. A-Za-z+-]+"));
        assertThat(page.texts("main").get(0))
                .doesNotContainPattern("\\d[.\u00a0\u202f]\\d{3}(?=\\s*(clicks|sessions|films))");
    }

    /** What is younger than the oldest browsers that docs/dashboard.md names: one thing, for which there is a way around, and all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete AbortSignal.any",
                "delete AbortSignal.any; delete AbortSignal.timeout; delete Element.prototype.ariaBusy;"
                        + " delete Array.prototype.findLast; delete Array.prototype.toSorted; delete Array.prototype.with;"
                        + " delete Object.groupBy; delete Map.groupBy; delete Promise.withResolvers; delete Array.fromAsync;"
                        + " delete Set.prototype.union; delete URL.canParse; delete window.scheduler;"
                        + " delete window.navigation",
            })
    void anOlderBrowserShowsThePageToo(String missing) {
        forget = page.beforeEachPage(missing);
        opened.open("");
        assertThat(opened.isShown("#fault")).isFalse();
        assertThat(opened.isShown("#trouble")).isFalse();
        assertThat(page.errors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Object.defineProperty(Intl.NumberFormat.prototype, 'format', { get() { throw new Error('no numbers today'); } })"
                        + " | no numbers today",
                "delete window.ResizeObserver | ResizeObserver is not defined",
                "delete window.IntersectionObserver | IntersectionObserver is not defined",
                "delete window.EventSource | EventSource is not defined",
                "delete window.AbortController | AbortController is not defined",
                "setTimeout(() => Promise.reject(new Error('nobody waited')), 500) | nobody waited",
            })
    void aFaultOfThePageIsToldAsOne(String breaks, String told) {
        forget = page.beforeEachPage(breaks);
        page.open("");
        within(30).until(() -> opened.isShown("#fault"));
        assertThat(opened.text("#fault"))
                .startsWith("This page has a fault of its own")
                .contains("the pipeline is not concerned", told);
        assertThat(opened.isShown("#trouble")).as("the services are blamed").isFalse();
    }

    @Test
    void aFaultOfAnExtensionIsNotThePages() {
        opened.open("");
        page.script("""
                dispatchEvent(new ErrorEvent('error', { message: 'not ours', filename: 'chrome-extension://abc/content.js' }));
                dispatchEvent(new ErrorEvent('error', { message: 'ResizeObserver loop completed with undelivered notifications.' }));
                """);
        assertThat(opened.isShown("#fault")).isFalse();
    }

    /** What Chromium calls the offset of a zone now, in English. */
    private static String offset(String zone) {
        int seconds = ZoneId.of(zone).getRules().getOffset(Instant.now()).getTotalSeconds();
        if (zone.equals("UTC")) {
            return "UTC";
        }
        int minutes = Math.abs(seconds) / 60;
        return "GMT" + (seconds < 0 ? "-" : "+") + minutes / 60
                + (minutes % 60 == 0 ? "" : String.format(Locale.ROOT, ":%02d", minutes % 60));
    }

    private static String local(String time, String zone, String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
                .withZone(ZoneId.of(zone))
                .format(Instant.parse(time));
    }

    private static String axis(String option) {
        return """
                const echarts = await import(document.querySelector('link[href$="echarts.esm.min.mjs"]').href);
                document.querySelector('#activity-over-time').scrollIntoView({ block: 'center' });
                for (let i = 0; i < 100; i++) {
                  const chart = echarts.getInstanceByDom(document.querySelector('#activity-over-time .chart'));
                  if (chart) return chart.getOption().xAxis[0].%s;
                  await new Promise((resolve) => setTimeout(resolve, 100));
                }
                """.formatted(option);
    }
}
