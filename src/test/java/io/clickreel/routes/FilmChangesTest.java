package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.StartupException;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.films.FilmDecisions;
import io.clickreel.films.file.FilmContract;
import io.clickreel.testing.Films;
import io.clickreel.testing.Services;
import io.clickreel.testing.SharedServices;
import io.clickreel.testing.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much of the live films a new file may change, and what a person can decide about it. */
class FilmChangesTest extends FilmsTestSupport {
    private static final URI S3 = URI.create(SharedServices.settings().text("s3.endpoint"));
    private static final TcpProxy PROXY = new TcpProxy(S3.getHost(), S3.getPort());

    private ClickHouse door;

    @Override
    protected Map<String, String> overrides() {
        Map<String, String> overrides = new HashMap<>(super.overrides());
        overrides.put("s3.endpoint", "http://127.0.0.1:" + PROXY.port());
        return overrides;
    }

    @BeforeEach
    void allFilmsAreLive() {
        load(Films.ALL);
    }

    @AfterAll
    void closeConnection() {
        if (door != null) {
            door.close();
        }
        PROXY.close();
    }

    @ParameterizedTest
    @CsvSource({
        "category_name, '', 100 %, 0 %",
        "category_name, null, 100 %, 0 %",
        "category_name, \\N, 100 %, 0 %",
        "category_name, NULL, 100 %, 0 %",
        "rating, '', 100 %, 0 %",
        "release_year, null, 100 %, 0 %",
        "length, \\N, 100 %, 0 %",
        "film_key, '', 100 %, 0 %"
    })
    void aColumnThatComesEmptyIsRefused(String column, String value, String now, String before) {
        assertThat(refusal(Films.withColumn(column, value)))
                .startsWith("column " + column + " has no value in " + now + " of its films, and in " + before
                        + " of the live ones, more than dim-film.max-empty-share-change=0.5 allows")
                .endsWith("./clickreel films approve lets this version through once");
        assertThat(newest("approvable")).isEqualTo("true");
    }

    @ParameterizedTest
    @CsvSource({
        "category_name, Drama, 5",
        "rating, PG, 4",
        "rental_duration, 3, 5",
        "release_year, 2006, 40",
        "title, Title, 1000"
    })
    void aColumnOfOneValueForAllFilmsIsRefused(String column, String value, String before) {
        assertThat(refusal(Films.withColumn(column, value)))
                .startsWith("column " + column + " has one value for all of its 1000 films, and the live ones have "
                        + before + " different values");
    }

    @Test
    void aColumnThatIsMissingIsRefusedIfTheLiveFilmsHaveIt() {
        String idsAndTitles = Films.ALL
                .lines()
                .map(line -> line.split(",")[1] + "," + line.split(",")[2] + "\n")
                .collect(Collectors.joining());

        assertThat(refusal(idsAndTitles)).startsWith("column film_key has no value in 100 % of its films");
    }

    @Test
    void halfOfAColumnMayBecomeEmptyAndFillAgain() {
        load(Films.ALL.replaceAll("(?m)(Action|Comedy)$", ""));
        assertThat(count("(SELECT countIf(category_name = '') FROM dim_film)")).isEqualTo(400);
        load(Films.ALL);
        assertThat(count("(SELECT countIf(category_name = '') FROM dim_film)")).isZero();
    }

    @Test
    void upAndDownAreJudgedAlike() {
        load(Films.of(1, 500));
        load(Films.of(1, 1_000));
        assertThat(refusal(Films.of(1, 499)))
                .startsWith("it has 499 films and the live table 1000, a change by 50 % of the larger number");
        assertThat(refusal(Films.of(1, 2_001)))
                .startsWith("it has 2001 films and the live table 1000, a change by 50 % of the larger number");
        load(Films.of(1, 2_000));
    }

    @Test
    void aVersionThatWasLiveBeforeIsAlwaysTaken() {
        refusal(Films.of(1, 100));
        decisions().approve();
        within(90).until(() -> live() == 100);

        // In another order, from another line on: the same films.
        load(Films.HEADER + Films.rows(501, 1_000) + Films.rows(1, 500));
        assertThat(live()).isEqualTo(1_000);
        load(Films.of(1, 100));
        assertThat(live()).isEqualTo(100);
    }

    @Test
    void whatIsApprovedGoesLiveOnceAndOnlyThis() throws Exception {
        int logged = log().length();
        refusal(Films.of(1, 101));
        String refused = KEY + " in bucket " + settings().text("s3.bucket")
                + " was refused: it has 101 films and the live table 1000";
        within(30).until(() -> log().substring(logged).contains(refused));
        long looks = looks();
        within(90).until(() -> looks() > looks + 2);
        assertThat(log().substring(logged)).containsOnlyOnce(refused);
        assertThat(decisions().approve()).startsWith("Approved: 101 films of " + KEY);
        within(90).untilAsserted(() -> assertThat(newest("outcome, rows")).isEqualTo("loaded\t101"));
        assertThat(log().substring(logged))
                .containsOnlyOnce(
                        "The version of " + KEY + " with 101 films may go live, by ./clickreel films approve");
        // The route is well again when this look at the file has ended.
        within(30).untilAsserted(() -> assertThat(health()).doesNotContain("DOWN"));
        assertThatThrownBy(() -> decisions().approve())
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith("No version of the films waits to be approved");

        // An approval is for one version.
        assertThat(refusal(Films.of(1, 20))).startsWith("it has 20 films and the live table 101");
        assertThat(refusal(Films.of(1, 21))).startsWith("it has 21 films and the live table 101");
    }

    @Test
    void whatIsWrongByItselfCannotBeApproved() {
        refusal(Films.ALL + "k,1001,One More,70000,90,PG,3,Drama\n");

        assertThatThrownBy(() -> decisions().approve())
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("cannot be approved, for it is wrong by itself: line 1002, column release_year:"
                        + " 70000 is above 65535, the most that is allowed. Correct the file.");
    }

    @Test
    void theFilmsOfBeforeComeBackAndTheFileStaysAsideUntilItChanges() {
        String before = liveFilms();
        load(Films.ALL.replace("Title 7,", "A Wrong Title,"));
        String wrong = liveFilms();

        int logged = log().length();
        assertThat(decisions().rollBack("")).startsWith("Live again: 1000 films");
        assertThat(liveFilms()).isEqualTo(before);
        assertThat(newest("outcome, rows, live_rows")).isEqualTo("rolled_back\t1000\t1000");
        // Looks at the bucket come and go; what lies there is what was taken back.
        long looks = looks();
        within(90).until(() -> looks() > looks + 5);
        assertThat(liveFilms()).isEqualTo(before);
        assertThat(log().substring(logged))
                .containsOnlyOnce("dim_film has the 1000 films of version ")
                .contains(" again, by ./clickreel films rollback; " + KEY + " in bucket ");

        assertThat(decisions().rollBack(decisions().kept().get(0).version())).contains("version");
        assertThat(liveFilms()).isEqualTo(wrong);
        load(Films.ALL.replace("Title 7,", "The Right Title,"));
        assertThat(query("SELECT title FROM dim_film WHERE film_id = 7")).isEqualTo("The Right Title");
    }

    @Test
    void fiveVersionsAreKeptAndAnUnknownOneIsRefused() {
        for (int films = 990; films < 997; films++) {
            load(Films.of(1, films));
        }

        within(90).untilAsserted(() -> assertThat(decisions().kept())
                .extracting(FilmDecisions.Kept::films)
                .containsExactly("995", "994", "993", "992", "991"));
        assertThatThrownBy(() -> decisions().rollBack("nothing"))
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith("No version that is kept begins with nothing. Kept are: 995-");
        assertThatThrownBy(() -> decisions().rollBack("99"))
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith("More than one version that is kept begins with 99");
        decisions().rollBack("992");
        assertThat(live()).isEqualTo(992);
        assertThat(decisions().history(2))
                .extracting(event -> event.outcome() + " " + event.films())
                .containsExactly("rolled_back 992", "loaded 996");
    }

    /** What Clickreel itself has said; Camel tells of each failed exchange besides, which the console does not show. */
    private static String log() {
        try (Stream<String> lines = Files.lines(Services.log(), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains("] i.c.")).collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long looks() {
        return PROXY.requests("HEAD /");
    }

    private FilmDecisions decisions() {
        if (door == null) {
            door = clickHouse().open();
        }
        return new FilmDecisions(door, FilmContract.read(Services.home().resolve("contracts/dim_film.schema.json")));
    }
}
