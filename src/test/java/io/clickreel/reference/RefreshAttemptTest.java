package io.clickreel.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefreshAttemptTest {
    private static final FileVersion VERSION = new FileVersion("b", "k", "\"e\"", Instant.EPOCH);

    private final DimFilmRefresh refresh = new DimFilmRefresh("b", "k", 0.5);
    private final RefreshAttempt attempt = refresh.begin(VERSION);

    @ParameterizedTest
    @CsvSource({"1000, 1000", "500, 1000", "1500, 1000", "1, 0", "1000000, 0"})
    void aFileThatDiffersByNoMoreThanTheShareIsTaken(long rows, long live) {
        assertThatCode(() -> refresh.check(attempt, counts(rows, live))).doesNotThrowAnyException();
        assertThat(attempt.rows()).isEqualTo(rows);
        assertThat(attempt.liveRows()).isEqualTo(live);
    }

    @ParameterizedTest
    @CsvSource({"499, 1000, 50 %", "1501, 1000, 50 %", "10, 1000, 99 %", "5000, 1000, 400 %"})
    void aFileThatDiffersByMoreIsRefusedWithTheWayOut(long rows, long live, String change) {
        assertThatThrownBy(() -> refresh.check(attempt, counts(rows, live)))
                .isInstanceOf(RefusedFileException.class)
                .hasMessageContaining("it has " + rows + " films and the live table " + live)
                .hasMessageContaining("a change by " + change)
                .hasMessageContaining("dim-film.max-row-change-share=0.5");
    }

    @ParameterizedTest
    @CsvSource({
        "loaded, 0, the file has a header and no films",
        "without_id, 3, 3 of its 1000 rows have no film_id",
        "without_title, 1, 1 of its 1000 rows have no title",
        "not_utf8, 2, 2 of its 1000 rows have text that is not UTF-8; export the file as UTF-8",
        "films, 998, 2 of its 1000 rows have a film_id that stands in another row already"
    })
    void whatCountsSayIsWrongIsRefused(String count, long value, String reason) {
        List<Map<String, Object>> counts = counts(1_000, 1_000);
        counts.get(0).put(count, value);

        assertThatThrownBy(() -> refresh.check(attempt, counts))
                .isInstanceOf(RefusedFileException.class)
                .hasMessage(reason);
    }

    @Test
    void eachAttemptHasAStagingTableOfItsOwn() {
        RefreshAttempt other = refresh.begin(VERSION);

        assertThat(attempt.getStaging()).isNotEqualTo(other.getStaging()).startsWith("dim_film_staging_");
        assertThat(List.of(attempt.createStaging(), attempt.count(), attempt.swap(), attempt.dropStaging()))
                .allMatch(sql -> sql.contains(attempt.getStaging()));
    }

    @Test
    void theSameFailureIsRememberedOnceUntilAnotherComesOrTheFileIsGood() {
        Exception bad = new RefusedFileException("bad");

        assertThat(fail(attempt, bad)).startsWith("INSERT INTO dim_film_refreshes");
        assertThat(fail(refresh.begin(VERSION), bad)).isEqualTo("SELECT 1");
        assertThat(fail(refresh.begin(VERSION), new RefusedFileException("worse")))
                .startsWith("INSERT");
        assertThat(fail(refresh.begin(VERSION), bad)).startsWith("INSERT");
        assertThat(fail(refresh.begin(new FileVersion("b", "k", "\"f\"", Instant.EPOCH)), bad))
                .startsWith("INSERT");

        // The good file is back, and after it the bad one.
        Map<String, Object> loaded = Map.of("bucket", "b", "object_key", "k", "etag", "\"e\"");
        assertThat(refresh.isNew(VERSION, List.of(loaded))).isFalse();
        assertThat(fail(refresh.begin(new FileVersion("b", "k", "\"f\"", Instant.EPOCH)), bad))
                .startsWith("INSERT");
    }

    @Test
    void aFailureThatTheHistoryDidNotGetIsToldAgain() {
        Exception away = new IllegalStateException("ClickHouse is away");
        Map<String, Object> headers = new HashMap<>();

        assertThat(refresh.rememberFailed(attempt, away, headers)).startsWith("INSERT");
        // That statement failed as well: the route did not come to its next step.
        assertThat(refresh.rememberFailed(refresh.begin(VERSION), away, headers))
                .startsWith("INSERT");
        assertThat(headers).containsEntry("outcome", "failed").containsEntry("reason", "ClickHouse is away");
    }

    @Test
    void anotherBucketKeyOrETagIsNew() {
        Map<String, Object> loaded = Map.of("bucket", "b", "object_key", "k", "etag", "\"e\"");

        assertThat(refresh.isNew(VERSION, List.of())).isTrue();
        assertThat(refresh.isNew(VERSION, List.of(loaded))).isFalse();
        assertThat(refresh.isNew(new FileVersion("c", "k", "\"e\"", Instant.EPOCH), List.of(loaded)))
                .isTrue();
        assertThat(refresh.isNew(new FileVersion("b", "l", "\"e\"", Instant.EPOCH), List.of(loaded)))
                .isTrue();
        assertThat(refresh.isNew(new FileVersion("b", "k", "\"f\"", Instant.EPOCH), List.of(loaded)))
                .isTrue();
    }

    /** As the route does: the statement for the history, then the failure again. */
    private String fail(RefreshAttempt failed, Exception failure) {
        String sql = refresh.rememberFailed(failed, failure, new HashMap<>());
        assertThatThrownBy(() -> refresh.rethrow(failed, failure)).isSameAs(failure);
        return sql;
    }

    private static List<Map<String, Object>> counts(long rows, long live) {
        Map<String, Object> counts = new HashMap<>();
        counts.put("loaded", rows);
        counts.put("films", rows);
        counts.put("without_id", 0L);
        counts.put("without_title", 0);
        counts.put("not_utf8", 0);
        counts.put("live", live);
        return List.of(counts);
    }
}
