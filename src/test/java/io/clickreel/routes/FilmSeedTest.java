package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.films.FilmCatalogue;
import io.clickreel.testing.Films;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The invented catalogue, while the clicks are invented too. Each test begins where the one before has ended. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FilmSeedTest extends FilmsTestSupport {
    @Override
    protected Map<String, String> overrides() {
        Map<String, String> overrides = new HashMap<>(super.overrides());
        overrides.put("clicks.generate.enabled", "true");
        overrides.put("clicks.generate.rate-per-second", "10");
        return overrides;
    }

    @Test
    @Order(1)
    void anEmptyBucketGetsTheCatalogueAndItIsLoadedAtTheSameLook() {
        within(90).until(() -> live() == 1_000);
        assertThat(query("SELECT count(), uniqExact(title), uniqExact(category_name), min(film_id), max(film_id)"
                        + " FROM dim_film"))
                .isEqualTo("1000\t1000\t16\t1\t1000");
        within(10).untilAsserted(() -> assertThat(
                        query("SELECT outcome, rows, live_rows, bucket, object_key FROM dim_film_refreshes"))
                .isEqualTo("loaded\t1000\t0\t" + settings().text("s3.bucket") + "\tdim_film.csv"));
        assertThat(new String(new FilmCatalogue().csv(), StandardCharsets.UTF_8))
                .hasLineCount(1_001);
    }

    @Test
    @Order(2)
    void aColumnWithoutAnyValueIsRefusedThoughThereIsNothingToCompareItWith() {
        StringBuilder file = new StringBuilder("film_id,film_title,category\n");
        for (int id = 1; id <= 12; id++) {
            file.append(id).append(",Film ").append(id).append(",\n");
        }
        films.put(KEY, file.toString());

        within(90).untilAsserted(() -> assertThat(health())
                .contains("the file has a column category_name, but none of its 12 films has a value there"));
        assertThat(live()).isEqualTo(1_000);
    }

    @Test
    @Order(3)
    void inventedFilmsAreNoMeasureForRealOnes() {
        // A tenth of the films, and two columns of eight.
        load("film_id,film_title\n133,Chamber Italian\n384,Grosse Wonderful\n");
        assertThat(query("SELECT film_id, title, category_name FROM dim_film ORDER BY film_id"))
                .isEqualTo("133\tChamber Italian\t\n384\tGrosse Wonderful\t");
    }

    @Test
    @Order(4)
    void realFilmsAreNotReplacedByInventedOnesWhenTheirFileIsGone() {
        films.delete(KEY);

        within(90).untilAsserted(() -> assertThat(health())
                .contains("DOWN")
                .contains("dim_film.csv in bucket " + settings().text("s3.bucket")
                        + " is gone; dim_film keeps its films"));
        assertThat(live()).isEqualTo(2);

        load(Films.of(1, 3));
        within(90).untilAsserted(() -> assertThat(health()).doesNotContain("DOWN"));
    }
}
