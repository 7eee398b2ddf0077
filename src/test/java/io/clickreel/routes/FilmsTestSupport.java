package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.Films;
import io.clickreel.testing.PipelineTestSupport;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/** The routes dim-film-*, over the real services, with a bucket of their own. */
abstract class FilmsTestSupport extends PipelineTestSupport {
    static final String KEY = "dim_film.csv";

    final Films films = new Films(settings());

    @Override
    protected Map<String, String> overrides() {
        Map<String, String> quick = new HashMap<>();
        quick.put("dim-film.poll-ms", "200");
        return quick;
    }

    @AfterAll
    void closeBucket() {
        films.close();
    }

    final long live() {
        return count("(SELECT count() FROM dim_film)");
    }

    final String liveFilms() {
        return query("SELECT count(), sum(cityHash64(*)) FROM dim_film");
    }

    final long historyRows() {
        return count("(SELECT count() FROM dim_film_refreshes)");
    }

    /** Columns of the newest row of the history. */
    final String newest(String columns) {
        return query("SELECT " + columns + " FROM dim_film_refreshes ORDER BY refreshed_at DESC LIMIT 1");
    }

    final String health() {
        return get("management.port", "/observe/health");
    }

    /** Puts it and waits until it is live. */
    final void load(String content) {
        String etag = films.put(KEY, content);
        within(90).untilAsserted(() -> assertThat(newest("outcome, etag")).isEqualTo("loaded\t" + etag));
    }

    /** Puts it and waits until it is refused. @return why */
    final String refusal(String content) {
        String before = liveFilms();
        String etag = films.put(KEY, content);
        within(90).untilAsserted(() -> assertThat(newest("outcome, etag")).isEqualTo("refused\t" + etag));
        assertThat(liveFilms()).isEqualTo(before);
        return newest("reason");
    }
}
