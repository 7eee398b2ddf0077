package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.Films;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A folder of part-files, as Spark and Databricks write it. */
class FilmFolderTest extends FilmsTestSupport {
    private static final String FOLDER = "serving/dim_film/";

    @Override
    protected Map<String, String> overrides() {
        Map<String, String> overrides = new HashMap<>(super.overrides());
        overrides.put("dim-film.object-key", FOLDER);
        return overrides;
    }

    @BeforeEach
    void anEmptyFolder() {
        films.s3()
                .listObjectsV2(list -> list.bucket(settings().text("s3.bucket")))
                .contents()
                .forEach(object -> films.delete(object.key()));
        query("TRUNCATE TABLE dim_film");
        within(90).untilAsserted(() -> assertThat(health())
                .contains("Films are awaited from " + FOLDER)
                .contains("it waits for _SUCCESS")
                .doesNotContain("DOWN"));
    }

    @Test
    void thePartsOfSparkAreReadTogetherOnceTheyAreWhole() {
        String write = UUID.randomUUID().toString();
        long rowsBefore = historyRows();
        part("part-00000-" + write + "-c000.csv", Films.of(1, 300));
        part("part-00001-" + write + "-c000.csv", Films.of(301, 400));
        part(".part-00001-" + write + "-c000.csv.crc", "crc\0");
        part("part-00002-" + write + "-c000.csv", Films.HEADER);
        part("_temporary/0/part-00003-x.csv", "not yet");
        assertThat(live()).isZero();
        assertThat(historyRows()).isEqualTo(rowsBefore);

        part("_SUCCESS", "");

        within(90).until(() -> live() == 400);
        // The history has it a moment after the swap.
        within(90).untilAsserted(() -> assertThat(newest("outcome, rows, object_key, size"))
                .isEqualTo("loaded\t400\t" + FOLDER + "\t"
                        + (Films.of(1, 300).length() + Films.of(301, 400).length() + Films.HEADER.length())));
    }

    @Test
    void anotherWriteReplacesTheFirstAndOnlyWhenItIsWhole() {
        part("part-00000-a.csv", Films.of(1, 300));
        part("_SUCCESS", "");
        within(90).until(() -> live() == 300);

        // Spark's overwrite: the folder is emptied, the new parts come, the mark comes last.
        films.delete(FOLDER + "_SUCCESS");
        films.delete(FOLDER + "part-00000-a.csv");
        part("part-00000-b.csv", Films.of(1, 200));
        within(90).until(() -> health().contains("it waits for _SUCCESS"));
        part("part-00001-b.csv", Films.of(201, 310));
        assertThat(live()).isEqualTo(300);
        part("_SUCCESS", "");

        within(90).until(() -> live() == 310);
    }

    @Test
    void partsThatComeAfterTheMarkAreWaitedFor() {
        part("_SUCCESS", "");
        // S3 tells times in seconds.
        within(10).until(() -> {
            films.put("clock", "");
            return changedAt("clock").isAfter(changedAt(FOLDER + "_SUCCESS"));
        });
        part("part-00000-a.csv", Films.of(1, 300));

        within(90).until(() -> health().contains(
                        "_SUCCESS of the write whose parts are newer than the one that is there"));
        assertThat(live()).isZero();

        part("_SUCCESS", "");
        within(90).until(() -> live() == 300);
    }

    @Test
    void ofDatabricksOnlyThePartsThatItsNewestCommitNames() {
        part("_started_111", "");
        part("part-00000-tid-111-a-1-c000.csv", Films.of(1, 300));
        part("_committed_111", "{\"added\":[\"part-00000-tid-111-a-1-c000.csv\"],\"removed\":[]}");
        part("_SUCCESS", "");
        within(90).until(() -> live() == 300);

        part("_started_222", "");
        part("part-00000-tid-222-b-1-c000.csv", Films.of(1, 200));
        part("part-00001-tid-222-b-1-c000.csv", Films.of(201, 320));
        within(90).until(() -> health().contains("_committed_222: that write has begun and not ended"));
        assertThat(live()).isEqualTo(300);
        part(
                "_committed_222",
                "{\"added\":[\"part-00000-tid-222-b-1-c000.csv\",\"part-00001-tid-222-b-1-c000.csv\"],"
                        + "\"removed\":[\"part-00000-tid-111-a-1-c000.csv\"]}");
        part("_committed_vacuum9", "{}");

        // The part of the first write lies there still, and would double its films.
        within(90).until(() -> live() == 320);
        assertThat(health()).doesNotContain("DOWN");
    }

    @Test
    void aPartThatIsNamedAndMissingIsRefused() {
        part("_committed_111", "{\"added\":[\"part-0.csv\",\"part-1.csv\"],\"removed\":[]}");
        part("part-0.csv", Films.of(1, 300));

        within(90).untilAsserted(() -> assertThat(health())
                .contains("has 1 of the 2 parts that " + FOLDER + "_committed_111 names"));
        assertThat(live()).isZero();
    }

    @Test
    void aMistakeIsNamedWithItsPartAndNothingIsLoaded() {
        part("part-00000.csv", Films.of(1, 300));
        part("part-00001.csv", Films.of(301, 400) + "k,-7,Minus,2000,90,PG,3,Drama\n");
        part("part-00002.csv", Films.of(401, 500));
        part("_SUCCESS", "");

        within(90).untilAsserted(() -> assertThat(
                        query(
                                "SELECT reason FROM dim_film_refreshes WHERE outcome = 'refused' ORDER BY refreshed_at DESC LIMIT 1"))
                .isEqualTo("part-00001.csv: line 102, column film_id: -7 is below 1, the least that is allowed"));
        assertThat(live()).isZero();
    }

    private Instant changedAt(String key) {
        return films.s3()
                .headObject(head -> head.bucket(settings().text("s3.bucket")).key(key))
                .lastModified();
    }

    private void part(String name, String content) {
        films.put(FOLDER + name, content);
    }
}
