package io.clickreel.testing;

import static io.clickreel.testing.UpProcess.within;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** The page in a browser, before a Clickreel as a user starts it; what several tests of the page do with it. */
public final class OpenedPage implements AutoCloseable {
    /** How many records that are no clicks the shared one has got. */
    public static final int BROKEN_RECORDS = 7;

    /** Longer than from one test class to the next. */
    private static final long IDLE_S = 20;

    private static final ScheduledExecutorService CLOSING = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "close-page");
        thread.setDaemon(true);
        return thread;
    });

    private static OpenedPage shared;
    private static Future<?> closing = CompletableFuture.completedFuture(null);

    private final UpProcess up;
    private final BrowserPage page;

    private OpenedPage(UpProcess up, BrowserPage page) {
        this.up = up;
        this.page = page;
    }

    /**
     * The one for all test classes that leave Clickreel and the browser as they were: with hours of older clicks, some dead
     * letters, and clicks that come all the time until {@link #rest}.
     */
    public static synchronized OpenedPage shared() {
        closing.cancel(false);
        if (shared == null) {
            shared = start();
            Runtime.getRuntime().addShutdownHook(new Thread(OpenedPage::closeNow));
            shared.sendBrokenRecords(BROKEN_RECORDS);
            shared.addOlderClicks();
            within(60).until(() -> shared.clicks() > 8_000);
        } else {
            shared.startClicks();
        }
        return shared;
    }

    /**
     * Keeps the shared one for the test class that follows, without work for the machine meanwhile; if none follows at
     * once, it is closed, because even an idle Clickreel takes its share of two cores.
     */
    public void rest() {
        page.openAt("about:blank");
        stopClicks();
        synchronized (OpenedPage.class) {
            closing = CLOSING.schedule(OpenedPage::closeShared, IDLE_S, TimeUnit.SECONDS);
        }
    }

    private static synchronized void closeShared() {
        // A test class that came meanwhile has it now.
        if (!closing.isCancelled()) {
            closeNow();
        }
    }

    private static synchronized void closeNow() {
        if (shared != null) {
            shared.close();
            shared = null;
        }
    }

    /** Returns when there are films and clicks. */
    public static OpenedPage start() {
        Map<String, String> settings = new LinkedHashMap<>(Map.of(
                "clicks.generate.rate-per-second", "500",
                "clicks.generate.users", "1000",
                "dashboard.refresh-seconds", "2"));
        // Few inserts: the machine is for the page.
        settings.put("clicks.generate.interval-ms", "500");
        settings.put("ingest.batch-wait-ms", "500");
        UpProcess up = UpProcess.up(Services.overrides(Services.folder(), settings), Map.of());
        try {
            within(60).until(() -> up.count("(SELECT count() FROM clicks)") > 0);
            within(60).until(() -> up.count("(SELECT count() FROM dim_film)") > 0);
            BrowserPage page = BrowserPage.start("http://127.0.0.1:" + up.setting("dashboard.port"));
            page.resize(1440, 900);
            return new OpenedPage(up, page);
        } catch (Throwable e) {
            up.close();
            throw e;
        }
    }

    public UpProcess up() {
        return up;
    }

    public BrowserPage page() {
        return page;
    }

    /** Opens it and waits until each tile and card has its answer. */
    public void open(String query) {
        page.open(query);
        awaitAllAnswered();
    }

    /** A machine that runs tests may be too busy for an answer: the page asks again. */
    public void awaitAllAnswered() {
        within(90)
                .until(() -> page.findAll(".card[aria-busy=true], .card.stale, .tile.stale")
                                .isEmpty()
                        && (Boolean) page.script("""
                        return [...document.querySelectorAll('.card .answer')].every((one) => one.textContent !== 'Asking …')
                          && [...document.querySelectorAll('.tile .value')].every((one) => one.textContent !== '–');
                        """));
    }

    public String text(String selector) {
        return page.find(selector).getText();
    }

    public boolean isShown(String selector) {
        return page.find(selector).isDisplayed();
    }

    /** The number that a tile shows, as it was answered. */
    public String tile(String name) {
        return page.find(".tile[data-tile=" + name + "] .value").getDomAttribute("data-value");
    }

    /** How many clicks are stored. */
    public long clicks() {
        return up.count("(SELECT count() FROM clicks)");
    }

    /** No more come, and all that came are stored. */
    public void stopClicks() {
        up.stopRoute("clicks-generate");
        within(60).untilAsserted(() -> assertThat(
                        up.get("dashboard.port", "/api/pipeline").body())
                .contains("\"lag\":0")
                .doesNotContainPattern("\"lag\":[1-9]"));
    }

    public void startClicks() {
        up.startRoute("clicks-generate");
    }

    public void sendBrokenRecords(int count) {
        try (var producer = new KafkaProducer<>(up.kafka(), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(up.setting("kafka.topic"), "no click"))
                        .get();
            }
        } catch (Exception e) {
            throw new IllegalStateException("the broken records were not sent", e);
        }
        within(60).until(() -> up.count("(SELECT count() FROM dead_letters)") >= count);
    }

    /** Four hours of clicks before these, so that there are whole hours and something to trend against. */
    private void addOlderClicks() {
        up.query("""
                INSERT INTO clicks (event_id, event_ts, user_id, session_id, film_id, event_type, page, position, device, referrer)
                SELECT
                    generateUUIDv4(),
                    toStartOfMinute(now64(3, 'UTC')) - toIntervalSecond(60 + 3 * number),
                    concat('u_', toString(number % 90)),
                    concat('s_', toString(number % 270)),
                    1 + number % 40,
                    ['view', 'detail_view', 'watch_trailer', 'add_to_watchlist'][1 + number % 4],
                    'browse',
                    1 + number % 20,
                    ['web', 'mobile', 'tablet'][1 + number % 3],
                    'search'
                FROM numbers(4800)""");
    }

    /** Sends a signal to the process of an embedded service. */
    public void signal(String name, String service) throws Exception {
        long process = up.child(service).orElseThrow().pid();
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Override
    public void close() {
        page.close();
        up.close();
    }
}
