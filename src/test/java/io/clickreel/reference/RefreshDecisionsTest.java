package io.clickreel.reference;

import static io.clickreel.reference.ReadFilms.CONTRACT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which version is new, which was refused before, and what the history gets of it. */
class RefreshDecisionsTest {
    private static final FileVersion VERSION = version("bucket", "key", "\"e\"", 10, 1_000);

    private final FilmNotices notices = new FilmNotices();
    private final DimFilmRefresh refresh = new DimFilmRefresh(
            new FilmPlace("bucket", "key", notices), CONTRACT, new FilmRules(0.5, 0.5), notices, false);

    @Test
    void theVersionThatWasDecidedOnLastIsNotNewAndWithoutADecisionEachIs() throws Exception {
        assertThat(refresh.isNew(VERSION, List.of())).isTrue();
        assertThat(refresh.isNew(VERSION, List.of(row("decided", VERSION, 1)))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "other, key, e, 10, 1000",
        "bucket, other, e, 10, 1000",
        "bucket, key, f, 10, 1000",
        "bucket, key, '', 10, 1000",
        "bucket, key, e, 11, 1000",
        "bucket, key, e, 10, 2000"
    })
    void anotherBucketKeyEtagSizeOrTimeIsNew(String bucket, String key, String etag, long size, long time)
            throws Exception {
        FileVersion loaded = version("bucket", "key", "e", 10, 1_000);

        assertThat(refresh.isNew(version(bucket, key, etag, size, time), List.of(row("decided", loaded, 1))))
                .isTrue();
    }

    @Test
    void whatWasRefusedIsRefusedAgainWithoutBeingReadUntilAFileOrADecisionChanges() throws Exception {
        List<Map<String, Object>> before = List.of(row("decided", version("bucket", "key", "a", 1, 1), 1));
        RefusedFileException bad = new RefusedFileException("bad");
        fail(VERSION, before, bad);

        assertThatThrownBy(() -> refresh.refuseAgain(VERSION, before)).isSameAs(bad);
        refresh.refuseAgain(version("bucket", "key", "\"e\"", 10, 2_000), before);
        refresh.refuseAgain(VERSION, List.of(before.get(0), row("approved", VERSION, 2)));
        refresh.refuseAgain(VERSION, List.of());
        assertThat(refresh.isNew(VERSION, List.of(before.get(0), row("approved", VERSION, 2))))
                .isTrue();
    }

    @Test
    void whatFailedForAnotherReasonIsTriedAgain() throws Exception {
        fail(VERSION, List.of(), new IllegalStateException("ClickHouse is away"));

        refresh.refuseAgain(VERSION, List.of());
        assertThat(refresh.isNew(VERSION, List.of())).isTrue();
    }

    @Test
    void theSameFailureIsRememberedOnceUntilAnotherComesOrTheFileIsGood() throws Exception {
        Exception bad = new RefusedFileException("bad");
        FileVersion other = version("bucket", "key", "\"f\"", 10, 1_000);

        assertThat(fail(VERSION, List.of(), bad)).startsWith("INSERT INTO dim_film_refreshes");
        assertThat(fail(VERSION, List.of(), bad)).isEqualTo("SELECT 1");
        assertThat(fail(VERSION, List.of(), new RefusedFileException("worse"))).startsWith("INSERT");
        assertThat(fail(VERSION, List.of(), bad)).startsWith("INSERT");
        assertThat(fail(other, List.of(), bad)).startsWith("INSERT");
        assertThat(refresh.isNew(VERSION, List.of(row("decided", VERSION, 1)))).isFalse();
        assertThat(fail(other, List.of(), bad)).startsWith("INSERT");
    }

    @Test
    void aFailureThatTheHistoryDidNotGetIsToldAgainAndAWrappedRefusalIsOne() {
        Exception wrapped = new IllegalStateException("wrapped by Camel", new RefusedFileException("bad"));
        Map<String, Object> headers = new HashMap<>();
        RefreshAttempt attempt = refresh.begin(VERSION, List.of());

        assertThat(refresh.rememberFailed(attempt, wrapped, headers)).startsWith("INSERT");
        // That statement failed as well: the route did not come to its next step.
        assertThat(refresh.rememberFailed(attempt, wrapped, headers)).startsWith("INSERT");
        assertThat(headers)
                .containsEntry("outcome", "refused")
                .containsEntry("reason", "bad")
                .containsEntry("approvable", 0);
    }

    @Test
    void eachAttemptHasAStagingTableOfItsOwn() {
        RefreshAttempt one = refresh.begin(VERSION, List.of());
        RefreshAttempt other = refresh.begin(VERSION, List.of());

        assertThat(one.getStaging()).isNotEqualTo(other.getStaging()).startsWith("dim_film_staging_");
        assertThat(List.of(one.createStaging(), one.count(), one.swap(), one.end()))
                .allMatch(sql -> sql.contains(one.getStaging()));
    }

    /** As the route does: the statement for the history, then the failure again. */
    private String fail(FileVersion version, List<Map<String, Object>> decisions, Exception failure) {
        RefreshAttempt attempt = refresh.begin(version, decisions);
        String sql = refresh.rememberFailed(attempt, failure, new HashMap<>());
        assertThatThrownBy(() -> refresh.rethrow(attempt, decisions, failure)).isSameAs(failure);
        return sql;
    }

    private static FileVersion version(String bucket, String key, String etag, long size, long time) {
        return FileVersion.of(bucket, new FilmPart(key, etag, size, Instant.ofEpochMilli(time)));
    }

    private static Map<String, Object> row(String kind, FileVersion version, long decidedMs) {
        return Map.of(
                "kind", kind,
                "bucket", version.bucket(),
                "object_key", version.key(),
                "etag", version.etag(),
                "size", version.size(),
                "last_modified_ms", version.lastModified().toEpochMilli(),
                "decided_ms", decidedMs,
                "version", "1-a");
    }
}
