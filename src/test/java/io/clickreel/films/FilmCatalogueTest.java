package io.clickreel.films;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.TestDatabase;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("services")
class FilmCatalogueTest {
    private final List<String[]> films = new String(new FilmCatalogue().csv(), UTF_8)
            .lines()
            .skip(1)
            .map(line -> line.split(","))
            .toList();

    @Test
    void itHasAThousandFilmsOfDifferentTitlesAndKeysInSixteenCategories() {
        assertThat(column(1))
                .isEqualTo(IntStream.rangeClosed(1, 1_000)
                        .mapToObj(Integer::toString)
                        .toList());
        assertThat(column(2)).doesNotHaveDuplicates();
        assertThat(column(0)).doesNotHaveDuplicates();
        assertThat(column(7).stream().distinct()).hasSize(16);
    }

    @Test
    void itsVersionIsTheOneByWhichItIsKnownAgain() throws Exception {
        try (TestDatabase database = TestDatabase.withTables("film_catalogue")) {
            database.execute("INSERT INTO @.dim_film VALUES "
                    + films.stream()
                            .map(film -> "('" + String.join("', '", film) + "')")
                            .collect(Collectors.joining(", ")));

            assertThat(database.value("SELECT " + FilmCensus.version(ReadFilms.CONTRACT) + " FROM @.dim_film"))
                    .isEqualTo(FilmCatalogue.VERSION);
        }
    }

    @Test
    void itIsTheSameAtEachCall() {
        assertThat(new FilmCatalogue().csv()).isEqualTo(new FilmCatalogue().csv());
    }

    @Test
    void eachValueIsOneThatAFilmCanHave() throws Exception {
        assertThat(new ReadFilms().read(new FilmCatalogue().csv())).hasLineCount(1_000);
        assertThat(films).allSatisfy(film -> {
            assertThat(film).hasSize(8);
            assertThat(Integer.parseInt(film[3])).isBetween(1975, 2025);
            assertThat(Integer.parseInt(film[4])).isBetween(46, 185);
            assertThat(film[5]).isIn("G", "PG", "PG-13", "R", "NC-17");
            assertThat(Integer.parseInt(film[6])).isBetween(3, 7);
        });
    }

    private List<String> column(int number) {
        return films.stream().map(film -> film[number]).toList();
    }
}
