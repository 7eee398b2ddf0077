package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.reference.FilmCatalogue;
import io.clickreel.reference.S3Connection;
import io.clickreel.testing.PipelineTestSupport;
import io.clickreel.testing.Services;
import io.clickreel.testing.TcpProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The film file in S3, good and bad, through routes/dim-film-*. */
class DimFilmRefreshTest extends PipelineTestSupport {
    private static final String HEADER =
            "film_key,film_id,title,release_year,length,rating,rental_duration,category_name\n";
    private static final String CATALOGUE = new String(new FilmCatalogue().csv(), StandardCharsets.UTF_8);
    private static final URI S3 = URI.create(Services.shared().text("s3.endpoint"));
    private static final TcpProxy PROXY = new TcpProxy(S3.getHost(), S3.getPort());

    private final S3Client s3 = new S3Connection(
                    S3.toString(),
                    settings().text("s3.region"),
                    settings().text("s3.access-key"),
                    settings().text("s3.secret-key"))
            .client();

    @Override
    protected Map<String, String> overrides() {
        return Map.of("s3.endpoint", "http://127.0.0.1:" + PROXY.port(), "dim-film.poll-ms", "100");
    }

    /** Each test begins with the catalogue; the first one finds that the empty bucket has got it by itself. */
    @BeforeEach
    void theCatalogueIsLive() {
        within(20).until(this::bucketIsThere);
        if (count("(SELECT count() FROM dim_film_refreshes WHERE outcome = 'loaded')") > 0) {
            load(CATALOGUE);
        }
        within(20).untilAsserted(() -> assertThat(count("(SELECT count() FROM dim_film)"))
                .isEqualTo(1_000));
    }

    @AfterAll
    void close() {
        s3.close();
        PROXY.close();
    }

    @Test
    void anEmptyBucketGetsTheCatalogueAndItIsLoaded() {
        assertThat(query("SELECT count(), uniqExact(title), uniqExact(category_name), min(film_id), max(film_id)"
                        + " FROM dim_film"))
                .isEqualTo("1000\t1000\t16\t1\t1000");
        assertThat(query("SELECT outcome, rows, live_rows, bucket, object_key FROM dim_film_refreshes"
                        + " ORDER BY refreshed_at LIMIT 1"))
                .isEqualTo("loaded\t1000\t0\t" + settings().text("s3.bucket") + "\tdim_film.csv");
    }

    @Test
    void aChangedFileIsLiveSoonAndTheHistorySaysSo() {
        long before = historyRows();
        String etag = put(CATALOGUE.replaceFirst("(?m)^([^,]+,7),[^,]+", "$1,A New Title"));

        within(20).untilAsserted(() -> assertThat(query("SELECT title FROM dim_film WHERE film_id = 7"))
                .isEqualTo("A New Title"));
        within(20).untilAsserted(() -> assertThat(historyRows()).isEqualTo(before + 1));
        Instant modified = s3.headObject(
                        head -> head.bucket(settings().text("s3.bucket")).key("dim_film.csv"))
                .lastModified();
        assertThat(query("SELECT outcome, rows, live_rows, reason, etag, toUnixTimestamp64Milli(last_modified)"
                        + " FROM dim_film_refreshes ORDER BY refreshed_at DESC LIMIT 1"))
                .isEqualTo("loaded\t1000\t1000\t\t" + etag + "\t" + modified.toEpochMilli());
    }

    static List<Arguments> badFiles() {
        String[] lines = CATALOGUE.split("\n");
        return List.of(
                Arguments.of("an empty file", "", "refused", "the file is empty"),
                Arguments.of("a header and nothing else", HEADER, "refused", "a header and no films"),
                Arguments.of("no header", CATALOGUE.replace(HEADER, ""), "refused", "it lacks [film_key"),
                Arguments.of(
                        "a column of another name",
                        CATALOGUE.replace("category_name", "category"),
                        "refused",
                        "it lacks [category_name], and has beside them [category]"),
                Arguments.of(
                        "a column too few",
                        CATALOGUE.replaceAll("(?m),[^,]+$", ""),
                        "refused",
                        "it lacks [category_name], and has beside them []"),
                Arguments.of(
                        "a column twice",
                        CATALOGUE.replace("rating", "title"),
                        "refused",
                        "it lacks [rating], and has beside them [title]"),
                Arguments.of(
                        "a column too many",
                        CATALOGUE.replaceAll("(?m)$(?<=.)", ",x").replaceFirst(",x", ",title"),
                        "refused",
                        "it lacks [], and has beside them [title]"),
                Arguments.of(
                        "a space before a column's name",
                        CATALOGUE.replace(",category_name", ", category_name"),
                        "refused",
                        "has beside them [ category_name]"),
                Arguments.of(
                        "a film twice",
                        CATALOGUE + lines[1] + "\n" + lines[2] + "\n",
                        "refused",
                        "2 of its 1002 rows have a film_id that stands in another row already"),
                Arguments.of(
                        "a film without id",
                        CATALOGUE.replaceFirst("(?m)^([^,]+),7,", "$1,,"),
                        "refused",
                        "1 of its 1000 rows have no film_id"),
                Arguments.of(
                        "a film without title",
                        CATALOGUE.replaceFirst("(?m)^([^,]+,7),[^,]+", "$1,"),
                        "refused",
                        "1 of its 1000 rows have no title"),
                Arguments.of(
                        "a number that is none",
                        CATALOGUE.replaceFirst("(?m)^([^,]+),7,", "$1,seven,"),
                        "failed",
                        "film_id"),
                Arguments.of("a row cut short", CATALOGUE + "key,1001,Half", "failed", "at row"),
                Arguments.of(
                        "far fewer films",
                        films(400),
                        "refused",
                        "it has 400 films and the live table 1000, a change by 60 %, more than"
                                + " dim-film.max-row-change-share=0.5 allows"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void aBadFileLeavesTheOldFilmsAndIsToldOnceAndTriedAgainUntilAGoodOneComes(
            String what, String content, String outcome, String reason) {
        String films = films();
        long before = historyRows();
        long gets = gets();
        put(content);

        // Tried again and again: also more often than the S3 client has connections.
        within(60).until(() -> gets() > gets + 5);
        assertThat(query("SELECT outcome, reason FROM dim_film_refreshes ORDER BY refreshed_at DESC LIMIT 1"))
                .startsWith(outcome + "\t")
                .contains(reason.replace("'", "\\'"));
        assertThat(historyRows()).as("told once").isEqualTo(before + 1);
        assertThat(films()).isEqualTo(films);
        assertThat(get("management.port", "/observe/health"))
                .contains("DOWN")
                .contains("dim-film-refresh")
                .contains(reason);

        load(CATALOGUE);
        within(20).untilAsserted(() -> assertThat(get("management.port", "/observe/health"))
                .doesNotContain("DOWN"));
    }

    @Test
    void aFileThatIsNotUtf8IsRefusedBecauseNoAnswerWithItWouldBeText() {
        put(CATALOGUE.replaceFirst("(?m)^([^,]+,7),[^,]+", "$1,Amélie"), StandardCharsets.ISO_8859_1);

        within(20).untilAsserted(() -> assertThat(
                        query("SELECT outcome, reason FROM dim_film_refreshes ORDER BY refreshed_at DESC LIMIT 1"))
                .isEqualTo("refused\t1 of its 1000 rows have text that is not UTF-8; export the file as UTF-8"));

        load(CATALOGUE);
    }

    @Test
    void aRefusedFileDoesNotUseUpTheConnectionsToS3() {
        long gets = gets();
        put("no header at all\n" + "x".repeat(100_000));

        // The client has 50.
        within(60).until(() -> gets() > gets + 60);
    }

    @Test
    void aFileOfAnyCommonFormIsLoadedAsItWasMeant() {
        String rest = films(200, 1_000);
        load("\uFEFF" + """
                "title","film_id",category_name,film_key,release_year,length,rating,rental_duration
                "Love, ""Actually""\",1,Drama,k1,2003,135,R,5
                Amélie – 東京 😀,2,Foreign,k2,2001,122,R,4
                """.replace("\n", "\r\n") + reordered(rest).replace("\n", "\r\n"));

        within(20).untilAsserted(() -> assertThat(query("SELECT title, category_name, film_key, release_year, length,"
                        + " rating, rental_duration FROM dim_film WHERE film_id < 3 ORDER BY film_id FORMAT TSVRaw"))
                .isEqualTo("Love, \"Actually\"\tDrama\tk1\t2003\t135\tR\t5\n"
                        + "Amélie – 東京 😀\tForeign\tk2\t2001\t122\tR\t4"));
        // What ends a line is no part of the last column.
        assertThat(count("(SELECT countIf(toString(rental_duration) != '' AND rental_duration BETWEEN 3 AND 7)"
                        + " FROM dim_film)"))
                .isEqualTo(count("(SELECT count() FROM dim_film)"));
    }

    @Test
    void anUnchangedFileIsNotReadAgain() {
        within(20).until(() -> PROXY.requests("HEAD /") > 0);
        long gets = gets();
        long rows = historyRows();
        long heads = PROXY.requests("HEAD /");

        within(30).until(() -> PROXY.requests("HEAD /") > heads + 10);
        assertThat(gets()).isEqualTo(gets);
        assertThat(historyRows()).isEqualTo(rows);
    }

    @Test
    void readersSeeAllOfTheOldFilmsOrAllOfTheNew() throws Exception {
        Set<Long> seen = new ConcurrentSkipListSet<>();
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
            while (!done.get()) {
                seen.add(count("(SELECT count() FROM dim_film)"));
            }
        });
        try {
            for (int swap = 0; swap < 10; swap++) {
                int films = swap % 2 == 0 ? 900 : 1_000;
                put(films(films));
                within(20).until(() -> count("(SELECT count() FROM dim_film)") == films);
            }
        } finally {
            done.set(true);
        }
        reader.get();

        assertThat(seen).containsExactly(900L, 1_000L);
        within(20).untilAsserted(() -> assertThat(staging()).isEmpty());
    }

    @Test
    void whatACrashedRunHasLeftIsDroppedAfterAnHour() throws IOException {
        query("CREATE TABLE dim_film_staging_old AS dim_film");
        query("CREATE TABLE dim_film_staging_of_another_instance AS dim_film");
        Path metadata = Path.of(query("SELECT data_paths[1] FROM system.tables WHERE database = currentDatabase() AND"
                + " name = 'dim_film'"));
        Path store = metadata.getParent().getParent().getParent();
        // Other tests' inserts come and go in this store while it is walked.
        within(20).ignoreExceptions().until(() -> {
            try (var files = Files.walk(store)) {
                Path old = files.filter(file -> file.endsWith("dim_film_staging_old.sql"))
                        .findFirst()
                        .orElseThrow();
                Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofMinutes(61))));
                return true;
            }
        });
        put(films(990));

        within(20).untilAsserted(() -> assertThat(staging()).isEqualTo("dim_film_staging_of_another_instance"));
        query("DROP TABLE dim_film_staging_of_another_instance");
    }

    private boolean bucketIsThere() {
        try {
            s3.headObject(head -> head.bucket(settings().text("s3.bucket")).key("dim_film.csv"));
            return true;
        } catch (S3Exception e) {
            return false;
        }
    }

    /** @return the ETag */
    private String put(String content) {
        return put(content, StandardCharsets.UTF_8);
    }

    private String put(String content, Charset charset) {
        return s3.putObject(
                        put -> put.bucket(settings().text("s3.bucket")).key("dim_film.csv"),
                        RequestBody.fromString(content, charset))
                .eTag();
    }

    /** Puts it and waits until it is the version that was loaded last. */
    private void load(String content) {
        String etag = put(content);
        within(20).untilAsserted(() -> assertThat(query("SELECT etag FROM dim_film_refreshes WHERE outcome = 'loaded'"
                        + " ORDER BY refreshed_at DESC LIMIT 1"))
                .isEqualTo(etag));
    }

    private String films() {
        return query("SELECT count(), sum(cityHash64(*)) FROM dim_film");
    }

    private long historyRows() {
        return count("(SELECT count() FROM dim_film_refreshes)");
    }

    private String staging() {
        return query("SELECT name FROM system.tables WHERE database = currentDatabase() AND name LIKE"
                + " 'dim_film_staging%'");
    }

    private long gets() {
        return PROXY.requests("GET /" + settings().text("s3.bucket") + "/dim_film.csv");
    }

    private static String films(int count) {
        return HEADER + films(0, count);
    }

    private static String films(int from, int to) {
        String[] lines = CATALOGUE.split("\n");
        return IntStream.range(from, to)
                .mapToObj(film -> lines[film + 1] + "\n")
                .collect(Collectors.joining());
    }

    /** In the order title, film_id, category_name, film_key, then the rest. */
    private static String reordered(String rows) {
        return Arrays.stream(rows.split("\n"))
                .map(row -> row.split(","))
                .map(f -> String.join(",", f[2], f[1], f[7], f[0], f[3], f[4], f[5], f[6]) + "\n")
                .collect(Collectors.joining());
    }
}
