package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.films.FilmCatalogue;
import io.clickreel.testing.Films;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Real producers, and no film file yet. Each test begins where the one before has ended. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FilmsAwaitedTest extends FilmsTestSupport {
    @Test
    @Order(1)
    void anEmptyBucketStaysEmptyAndTheHealthSaysWhatIsAwaitedWithoutBeingDown() {
        within(90).untilAsserted(() -> assertThat(health())
                .contains("\"status\":\"UP\"")
                .doesNotContain("DOWN")
                .contains("Films are awaited from dim_film.csv in bucket "
                        + settings().text("s3.bucket") + " (s3.bucket, dim-film.object-key): it is not there yet."));
        assertThat(films.s3()
                        .listObjectsV2(list -> list.bucket(settings().text("s3.bucket")))
                        .contents())
                .isEmpty();
        assertThat(live()).isZero();
        assertThat(get("dashboard.port", "/api/questions/choices")).doesNotContain("\"category\"");
    }

    @Test
    @Order(2)
    void aBucketWithOtherThingsInItIsNoFaultEither() {
        films.put("other.txt", "x");

        within(90)
                .untilAsserted(() ->
                        assertThat(health()).contains("it is not there yet").doesNotContain("DOWN"));
        assertThat(historyRows()).isZero();
    }

    @Test
    @Order(3)
    void theInventedCatalogueOfAnEarlierRunIsNotShown() {
        films.put(KEY, new FilmCatalogue().csv());

        within(90).untilAsserted(() -> assertThat(health())
                .contains(
                        "what is there is the invented catalogue, and with clicks.generate.enabled=false it is not shown")
                .doesNotContain("DOWN"));
        assertThat(live()).isZero();
    }

    @Test
    @Order(4)
    void inventedFilmsThatAreLiveFromAnEarlierRunAreTakenAway() {
        films.delete(KEY);
        within(90).until(() -> health().contains("it is not there yet"));
        query("INSERT INTO dim_film VALUES "
                + new String(new FilmCatalogue().csv(), StandardCharsets.UTF_8)
                        .lines()
                        .skip(1)
                        .map(film -> "('" + film.replace(",", "', '") + "')")
                        .collect(Collectors.joining(", ")));
        assertThat(live()).isEqualTo(1_000);

        // Another object under the same key: it is looked at.
        films.put(KEY, new FilmCatalogue().csv());

        within(90).until(() -> live() == 0);
        assertThat(health()).doesNotContain("DOWN");
    }

    @Test
    @Order(5)
    void theFirstRealFileIsTakenWhateverItsSize() {
        load(Films.of(1, 3));

        assertThat(live()).isEqualTo(3);
        within(90).untilAsserted(() -> assertThat(health()).doesNotContain("awaited"));
    }
}
