package io.clickreel.bench;

import io.clickreel.Settings;
import io.clickreel.films.FilmCatalogue;
import io.clickreel.testing.BrowserPage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The page in a real browser: how soon it shows something, and whether it grows: {@code bench/page [MILLIONS] [MINUTES]}.
 */
public final class PageBench {
    private static final int OPENINGS = 7;
    private static final int RATE = 200;
    private static final long MB = 1024 * 1024;

    /** Notes when the tiles have their numbers, and when the cards in view are drawn as well, in ms since the navigation. */
    private static final String WATCH = """
            const timer = setInterval(() => {
              const all = (selector) => [...document.querySelectorAll(selector)];
              const inView = (one) => one.getBoundingClientRect().top < innerHeight;
              const tiles = all('.tile .value');
              if (!window.tilesMs && tiles.length && tiles.every((one) => one.textContent !== '–')) window.tilesMs = performance.now();
              const cards = all('.card').filter(inView);
              if (window.tilesMs && cards.length && cards.every((one) => one.querySelector('canvas'))) {
                window.pictureMs = performance.now();
                clearInterval(timer);
              }
            }, 10);
            """;

    private record Growth(double minute, double heapMb, long nodes) {}

    private PageBench() {}

    public static void main(String[] arguments) throws Exception {
        double million = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 10;
        double minutes = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 15;
        if (!BrowserPage.canBeOpened()) {
            throw new IllegalStateException(BrowserPage.HOW_TO_GET_IT);
        }
        try (OwnServices services = OwnServices.all()) {
            Settings settings = services.settings()
                    .with(Map.of(
                            "kafka.topic", "page", "kafka.dead-topic", "page.dead", "clickhouse.database", "page"));
            try (OwnDatabase database = new OwnDatabase(settings)) {
                fill(database, Math.round(million * 1e6));
                // A refresh each second: ten times the usual one, so that a quarter of an hour is as long as two and a
                // half.
                try (LaunchedPipeline pipeline = LaunchedPipeline.start(
                                        settings, Map.of("dashboard.refresh-seconds", "1"))
                                .awaitUp();
                        SteadyClicks clicks = new SteadyClicks(settings.text("kafka.broker-url"), "page", RATE);
                        BrowserPage page = BrowserPage.start(
                                pipeline.dashboard().toString().replaceAll("/$", ""))) {
                    page.resize(1440, 900);
                    pipeline.awaitRest();
                    report(million, openings(page), growth(page, minutes));
                    picture(page);
                }
            }
        }
        System.exit(0);
    }

    private static void fill(OwnDatabase database, long clicks) throws Exception {
        System.err.printf(Locale.ROOT, "inserting %,d clicks%n", clicks);
        try (WeekOfClicks week = new WeekOfClicks(database, clicks)) {
            week.insert(clicks);
        }
        database.lines("INSERT INTO dim_film FORMAT CSVWithNames\n"
                + new String(new FilmCatalogue().csv(), StandardCharsets.UTF_8));
        database.awaitQuietMerges();
    }

    /** The page with a day of these clicks, for those who want to see it: {@code target/screenshots/page.png}. */
    private static void picture(BrowserPage page) throws Exception {
        page.resize(1440, 2050);
        page.open("?range=24h");
        while (page.script("return window.pictureMs ?? null") == null) {
            Thread.sleep(100);
        }
        Thread.sleep(3_000);
        page.screenshot("page");
    }

    /** @return for each opening, ms to the tiles and to the whole first screen; the first one has an empty cache */
    private static List<double[]> openings(BrowserPage page) throws InterruptedException {
        page.beforeEachPage(WATCH);
        List<double[]> openings = new ArrayList<>();
        for (int i = 0; i < OPENINGS; i++) {
            page.open("");
            while (page.script("return window.pictureMs ?? null") == null) {
                Thread.sleep(100);
            }
            openings.add(new double[] {number(page, "window.tilesMs"), number(page, "window.pictureMs")});
            // The answers of this one are too old for the next.
            Thread.sleep(3_000);
        }
        return openings;
    }

    private static List<Growth> growth(BrowserPage page, double minutes) throws InterruptedException {
        List<Growth> growth = new ArrayList<>();
        long startNanos = System.nanoTime();
        double minute = 0;
        while (minute < minutes) {
            Thread.sleep(30_000);
            minute = (System.nanoTime() - startNanos) / 60e9;
            page.script("window.gc(); window.gc();");
            growth.add(new Growth(minute, number(page, "performance.memory.usedJSHeapSize") / MB, (long)
                    number(page, "document.querySelectorAll('*').length")));
        }
        return growth;
    }

    private static void report(double million, List<double[]> openings, List<Growth> growth) throws Exception {
        double[] pictures =
                openings.stream().mapToDouble(one -> one[1]).sorted().toArray();
        double[] tiles = openings.stream().mapToDouble(one -> one[0]).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%.0f million clicks; ms to the tiles: median %.0f, worst %.0f; to the first screen: median %.0f, worst %.0f,"
                        + " all %s%n",
                million,
                tiles[OPENINGS / 2],
                tiles[OPENINGS - 1],
                pictures[OPENINGS / 2],
                pictures[OPENINGS - 1],
                Arrays.toString(
                        openings.stream().mapToLong(one -> Math.round(one[1])).toArray()));
        for (Growth one : growth) {
            System.out.printf(
                    Locale.ROOT, "%5.1f min  %6.2f MB of heap  %d elements%n", one.minute(), one.heapMb(), one.nodes());
        }
        BenchReport.write("page", Map.of("million", million, "openings_ms", openings, "growth", growth));
    }

    private static double number(BrowserPage page, String expression) {
        return ((Number) page.script("return " + expression)).doubleValue();
    }
}
