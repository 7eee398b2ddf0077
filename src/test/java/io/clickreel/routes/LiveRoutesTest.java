package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clickreel.testing.Services;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of route files that are followed, where no route has to run for it. */
class LiveRoutesTest {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final Path FILE = Services.home().resolve("routes/beat.camel.yaml");
    private static final String BEAT = """
            - route:
                id: beat
                from:
                  uri: timer:beat
                  steps:
                    - to: log:beat
            """;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final AtomicBoolean cannotBeLookedAt = new AtomicBoolean();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile SortedMap<Path, String> files = new TreeMap<>();

    @BeforeEach
    void start() {
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void aMistakeThatWasSavedBeforeTheFirstLookIsToldUntilItIsMended() throws Exception {
        save(BEAT.replace("id: beat", "description: beat"));
        LiveRoutes routes = follow();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(routes.problem())
                .contains("routes/beat.camel.yaml runs, but has a mistake; correct it and save again: ")
                .contains("The route has no id"));
        assertThat(routes.broken()).isEqualTo(1);

        save(BEAT);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(routes.problem()).isEmpty());
        assertThat(camel.getRoute("beat")).isNotNull();
    }

    @Test
    void thatEditsCannotBeLookedAtIsToldUntilTheyAre() throws Exception {
        save(BEAT);
        LiveRoutes routes = follow();
        await().atMost(LIMIT).until(() -> looks.get() > 2);

        cannotBeLookedAt.set(true);
        save(BEAT.replace("log:beat", "log:beats"));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(routes.problem())
                .contains("The route files cannot be followed at the moment: ", "no bean for now"));
        int told = looks.get();
        await().atMost(LIMIT).until(() -> looks.get() > told + 3);
        assertThat(routes.problem()).contains("cannot be followed");

        cannotBeLookedAt.set(false);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(routes.problem()).isEmpty());
        assertThat(camel.getRoute("beat")).isNotNull();
    }

    private void save(String text) {
        files = new TreeMap<>(Map.of(FILE, text));
    }

    private LiveRoutes follow() throws Exception {
        RouteCheck check = new RouteCheck(
                new Properties(),
                Services.home(),
                context -> {
                    if (cannotBeLookedAt.get()) {
                        throw new IllegalStateException("no bean for now");
                    }
                    return () -> {};
                },
                stream -> {});
        LiveRoutes routes = new LiveRoutes(
                camel,
                () -> {
                    looks.incrementAndGet();
                    return files;
                },
                check);
        camel.addService(routes);
        routes.begin();
        return routes;
    }
}
