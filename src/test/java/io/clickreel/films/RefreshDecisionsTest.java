package io.clickreel.films;

import static io.clickreel.films.ReadFilms.CONTRACT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.RootCause;
import io.clickreel.TestDatabase;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.ClickHouseFailure;
import io.clickreel.films.file.RefusedFileException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Which version is new, which was refused before, and what the history gets of it. */
@Tag("services")
class RefreshDecisionsTest {
    private static final FileVersion VERSION = version("bucket", "key", "\"e\"", 10, 1_000);

    @RegisterExtension
    static final TestDatabase database = TestDatabase.withTables("refresh_decisions");

    private final FilmNotices notices = new FilmNotices();
    private final DimFilmRefresh refresh = refresh(database.clickHouse());

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

        assertThatThrownBy(() -> refresh.isNew(VERSION, before))
                .isInstanceOf(RefusedFileException.class)
                .hasMessage("dim_film keeps its films: key in bucket bucket was refused: bad");
        assertThat(refresh.isNew(version("bucket", "key", "\"e\"", 10, 2_000), before))
                .isTrue();
        assertThat(refresh.isNew(VERSION, List.of(before.get(0), row("approved", VERSION, 2))))
                .isTrue();
        assertThat(refresh.isNew(VERSION, List.of())).isTrue();
    }

    @Test
    void whatFailedForAnotherReasonIsTriedAgain() throws Exception {
        fail(VERSION, List.of(), new IllegalStateException("ClickHouse is away"));

        assertThat(refresh.isNew(VERSION, List.of())).isTrue();
    }

    @Test
    void theSameFailureIsRememberedOnceUntilAnotherComesOrTheFileIsGood() throws Exception {
        Exception bad = new RefusedFileException("bad");
        FileVersion other = version("bucket", "key", "\"f\"", 10, 1_000);

        assertThat(fail(VERSION, List.of(), bad)).isEqualTo(1);
        assertThat(fail(VERSION, List.of(), bad)).isZero();
        assertThat(fail(VERSION, List.of(), new RefusedFileException("worse"))).isEqualTo(1);
        assertThat(fail(VERSION, List.of(), bad)).isEqualTo(1);
        assertThat(fail(other, List.of(), bad)).isEqualTo(1);
        assertThat(refresh.isNew(VERSION, List.of(row("decided", VERSION, 1)))).isFalse();
        assertThat(fail(other, List.of(), bad)).isEqualTo(1);
    }

    @Test
    void aFailureThatTheHistoryDidNotGetIsToldAgainAndAWrappedRefusalIsOne() {
        Exception wrapped = new IllegalStateException("wrapped by Camel", new RefusedFileException("bad"));
        DimFilmRefresh unable = refresh(database.clickHouse().in(database.name() + "_absent"));
        RefreshAttempt attempt = unable.begin(VERSION, List.of());

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> unable.failed(attempt, List.of(), wrapped)).isInstanceOf(ClickHouseFailure.class);
        }
        assertThat(fail(VERSION, List.of(), wrapped)).isEqualTo(1);
        assertThat(database.value("SELECT concat(toString(outcome), ' ', reason, ' ', toString(approvable))"
                        + " FROM @.dim_film_refreshes ORDER BY refreshed_at DESC LIMIT 1"))
                .isEqualTo("refused bad false");
    }

    @Test
    void aFileThatHasChangedSinceTheLookIsNoFailure() throws Exception {
        RefreshAttempt attempt = refresh.begin(VERSION, List.of());
        FilmPart other = new FilmPart("key", "", 11, Instant.EPOCH);
        long before = historyRows();

        assertThatThrownBy(() -> new ReadFilms()
                        .files.read(
                                attempt,
                                VERSION.parts().get(0),
                                ReadFilms.answer(other, InputStream.nullInputStream(), null)))
                .isInstanceOfSatisfying(S3Exception.class, changed -> assertThatCode(() ->
                                refresh.failed(attempt, List.of(), new IllegalStateException("by Camel", changed)))
                        .doesNotThrowAnyException());
        assertThat(historyRows()).isEqualTo(before);
    }

    @Test
    void eachAttemptHasAStagingTableOfItsOwn() {
        RefreshAttempt one = refresh.begin(VERSION, List.of());
        RefreshAttempt other = refresh.begin(VERSION, List.of());

        assertThat(one.staging()).isNotEqualTo(other.staging()).startsWith("dim_film_staging_");
    }

    private DimFilmRefresh refresh(ClickHouse clickHouse) {
        return new DimFilmRefresh(
                new FilmPlace("bucket", "key", notices), CONTRACT, new FilmRules(0.5, 0.5), notices, clickHouse, false);
    }

    /** As the route does. @return how many rows the history has got of it */
    private long fail(FileVersion version, List<Map<String, Object>> decisions, Exception failure) {
        long before = historyRows();
        assertThatThrownBy(() -> refresh.failed(refresh.begin(version, decisions), decisions, failure))
                .hasMessageContaining(RootCause.of(failure));
        return historyRows() - before;
    }

    private static long historyRows() {
        return Long.parseLong(database.value("SELECT toString(count()) FROM @.dim_film_refreshes"));
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
