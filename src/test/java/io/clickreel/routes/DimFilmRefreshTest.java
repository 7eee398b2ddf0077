package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.Films;
import io.clickreel.testing.PipelineTestSupport;
import io.clickreel.testing.SharedServices;
import io.clickreel.testing.TcpProxy;
import java.io.IOException;
import java.net.URI;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The film file in S3, good and bad, through routes/dim-film-*. */
class DimFilmRefreshTest extends PipelineTestSupport {
    private static final String KEY = "dim_film.csv";
    private static final URI S3 = URI.create(SharedServices.settings().text("s3.endpoint"));
    private static final TcpProxy PROXY = new TcpProxy(S3.getHost(), S3.getPort());

    private final Films films = new Films(settings());

    @Override
    protected Map<String, String> overrides() {
        return Map.of("s3.endpoint", "http://127.0.0.1:" + PROXY.port(), "dim-film.poll-ms", "100");
    }

    @BeforeEach
    void allFilmsAreLive() {
        load(Films.ALL);
        within(20).untilAsserted(() -> assertThat(count("(SELECT count() FROM dim_film)"))
                .isEqualTo(1_000));
    }

    @AfterAll
    void close() {
        films.close();
        PROXY.close();
    }

    @Test
    void aChangedFileIsLiveSoonAndTheHistorySaysSo() {
        long before = historyRows();
        String changed = Films.ALL.replace("Title 7,", "A New Title,");
        String etag = put(changed);

        within(20).untilAsserted(() -> assertThat(query("SELECT title FROM dim_film WHERE film_id = 7"))
                .isEqualTo("A New Title"));
        within(20).untilAsserted(() -> assertThat(historyRows()).isEqualTo(before + 1));
        Instant modified = films.s3()
                .headObject(head -> head.bucket(settings().text("s3.bucket")).key(KEY))
                .lastModified();
        assertThat(query("SELECT outcome, rows, live_rows, reason, etag, toUnixTimestamp64Milli(last_modified), size"
                        + " FROM dim_film_refreshes ORDER BY refreshed_at DESC LIMIT 1"))
                .isEqualTo("loaded\t1000\t1000\t\t" + etag + "\t" + modified.toEpochMilli() + "\t" + changed.length());
    }

    static List<Arguments> badFiles() {
        return List.of(
                Arguments.of("an empty file", "", "the file is empty"),
                Arguments.of("a header and nothing else", Films.HEADER, "a header and no films"),
                Arguments.of("no header", Films.rows(1, 1_000), "the header lacks film_id and title"),
                Arguments.of(
                        "a film twice",
                        Films.ALL + Films.rows(7, 8),
                        "2 of its 1002 rows have a film_id that is in another row already, as 7 does"),
                Arguments.of(
                        "a number that does not fit",
                        Films.ALL + "k,4294968297,Wrapped,2005,90,PG,5,Comedy\n",
                        "line 1002, column film_id: 4294968297 is above 4294967295"),
                Arguments.of("a row cut short", Films.ALL + "key,1001,Half", "line 1002 has 3 values"),
                Arguments.of("something else", "%PDF-1.7", "this is a PDF"),
                Arguments.of(
                        "far fewer films",
                        Films.of(1, 400),
                        "it has 400 films and the live table 1000, a change by 60 % of the larger number, more than"
                                + " dim-film.max-row-change-share=0.5 allows"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void aBadFileLeavesTheOldFilmsAndIsReadAndToldOnceUntilAGoodOneComes(String what, String content, String reason) {
        awaitTwoLooks();
        String before = films();
        long rows = historyRows();
        long gets = gets();
        put(content);

        within(20).until(() -> historyRows() > rows);
        long heads = PROXY.requests("HEAD /");
        within(30).until(() -> PROXY.requests("HEAD /") > heads + 5);
        assertThat(query("SELECT outcome, reason FROM dim_film_refreshes ORDER BY refreshed_at DESC LIMIT 1"))
                .startsWith("refused\t")
                .contains(reason);
        assertThat(historyRows()).as("told once").isEqualTo(rows + 1);
        assertThat(gets()).as("read once").isEqualTo(gets + 1);
        assertThat(films()).isEqualTo(before);
        assertThat(get("management.port", "/observe/health"))
                .contains("DOWN")
                .contains("dim-film-refresh")
                .contains(reason);

        load(Films.ALL);
        within(20).untilAsserted(() -> assertThat(get("management.port", "/observe/health"))
                .doesNotContain("DOWN"));
    }

    @Test
    void manyRefusedFilesDoNotUseUpTheConnectionsToS3() {
        // The client has 50.
        for (int i = 0; i < 60; i++) {
            long rows = historyRows();
            put("no header at all\n" + "x".repeat(1_000 + i));
            within(20).until(() -> historyRows() > rows);
        }
    }

    @Test
    void aFileOfAnyCommonFormIsLoadedAsItWasMeant() {
        load("\uFEFF" + ("""
                "title","FILM_ID",category_name,film_key,release_year,length,rating,rental_duration,seen
                "Love, ""Actually""\",1,Drama,k1,2003.0,135,R,5,x
                Amélie – 東京 😀,2,Foreign,\\N,2001,122,NULL,,y
                """ + reordered(Films.rows(3, 1_000)) + "\n \n").replace("\n", "\r\n"));

        within(20).untilAsserted(() -> assertThat(query("SELECT title, category_name, film_key, release_year, length,"
                        + " rating, rental_duration FROM dim_film WHERE film_id < 3 ORDER BY film_id FORMAT TSVRaw"))
                .isEqualTo("Love, \"Actually\"\tDrama\tk1\t2003\t135\tR\t5\n"
                        + "Amélie – 東京 😀\tForeign\t\t2001\t122\t\t0"));
        assertThat(count("(SELECT countIf(rental_duration BETWEEN 3 AND 7) FROM dim_film)"))
                .isEqualTo(999);
        assertThat(get("management.port", "/observe/health"))
                .contains("Columns of the film file that dim_film has not are ignored: seen");
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
                put(Films.of(1, films));
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
        put(Films.of(1, 990));

        within(20).untilAsserted(() -> assertThat(staging()).isEqualTo("dim_film_staging_of_another_instance"));
        query("DROP TABLE dim_film_staging_of_another_instance");
    }

    /** @return the ETag */
    private String put(String content) {
        return films.put(KEY, content);
    }

    /** Puts it and waits until it is the version that was loaded last. */
    private void load(String content) {
        String etag = put(content);
        within(20).untilAsserted(() -> assertThat(query("SELECT etag FROM dim_film_refreshes WHERE outcome = 'loaded'"
                        + " ORDER BY refreshed_at DESC LIMIT 1"))
                .isEqualTo(etag));
    }

    /** What was put last is loaded after it, also if it was loaded before. */
    private void awaitTwoLooks() {
        long heads = PROXY.requests("HEAD /");
        within(30).until(() -> PROXY.requests("HEAD /") > heads + 2);
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

    /** In the order title, film_id, category_name, film_key, then the rest. */
    private static String reordered(String rows) {
        return Arrays.stream(rows.split("\n"))
                .map(row -> row.split(","))
                .map(f -> String.join(",", f[2], f[1], f[7], f[0], f[3], f[4], f[5], f[6], "") + "\n")
                .collect(Collectors.joining());
    }
}
