package io.clickreel.dashboard;

import static io.clickreel.testing.UpProcess.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.BrowserPage;
import io.clickreel.testing.Services;
import io.clickreel.testing.UpProcess;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** The page in a browser, before a pipeline of its own as a user starts it; what several tests of the page do with it. */
final class OpenedPage implements AutoCloseable {
    private final UpProcess up;
    private final BrowserPage page;

    private OpenedPage(UpProcess up, BrowserPage page) {
        this.up = up;
        this.page = page;
    }

    /** Returns when there are films and clicks. @param settings beside the ports */
    static OpenedPage start(Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "clicks.generate.rate-per-second",
                "300",
                "clicks.generate.users",
                "500",
                "dashboard.refresh-seconds",
                "2"));
        all.putAll(settings);
        UpProcess up = UpProcess.up(Services.overrides(Services.folder(), all), Map.of());
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

    UpProcess up() {
        return up;
    }

    BrowserPage page() {
        return page;
    }

    /** Opens it and waits until each tile and card has its answer. */
    void open(String query) {
        page.open(query);
        awaitAllAnswered();
    }

    void awaitAllAnswered() {
        within(90).until(() -> page.findAll(".card[aria-busy=true]").isEmpty() && (Boolean) page.script("""
                        return [...document.querySelectorAll('.card .answer')].every((one) => one.textContent !== 'Asking …')
                          && [...document.querySelectorAll('.tile .value')].every((one) => one.textContent !== '–');
                        """));
    }

    String text(String selector) {
        return page.find(selector).getText();
    }

    boolean isShown(String selector) {
        return page.find(selector).isDisplayed();
    }

    void sendBrokenRecords(int count) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", "127.0.0.1:" + up.setting("embedded.kafka.port"));
        try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(up.setting("kafka.topic"), "no click"))
                        .get();
            }
        } catch (Exception e) {
            throw new IllegalStateException("the broken records were not sent", e);
        }
    }

    /** Sends a signal to the process of an embedded service. */
    void signal(String name, String service) throws Exception {
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
