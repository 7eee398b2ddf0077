package io.clickreel.films;

import static io.clickreel.films.ReadFilms.CONTRACT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.films.file.RefusedFileException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a new version may change of the live films. */
class FilmRulesTest {
    private static final FilmRules RULES = new FilmRules(0.5, 0.5);

    @ParameterizedTest
    @CsvSource({"1000, 1000", "500, 1000", "1000, 500", "2000, 1000", "1000, 2000", "1500, 1000", "1, 2"})
    void aNumberOfFilmsThatDiffersByNoMoreThanTheShareIsTakenEitherWay(long live, long loaded) {
        assertThatCode(() -> check(RULES, census(live), census(loaded))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"1000, 499", "499, 1000", "1000, 2001", "2001, 1000", "1000, 10", "10, 1000"})
    void aNumberOfFilmsThatDiffersByMoreIsRefusedEitherWayAndMayBeApproved(long live, long loaded) {
        assertThatThrownBy(() -> check(RULES, census(live), census(loaded)))
                .isInstanceOfSatisfying(RefusedFileException.class, refusal -> assertThat(refusal.isApprovable())
                        .isTrue())
                .hasMessageContaining("it has " + loaded + " films and the live table " + live)
                .hasMessageContaining("dim-film.max-row-change-share=0.5")
                .hasMessageContaining("./clickreel films approve");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 500, 0.5, true",
        "0, 501, 0.5, false",
        "400, 900, 0.5, true",
        "400, 901, 0.5, false",
        "0, 1, 0, false",
        "900, 900, 0, true",
        "900, 0, 0, true",
        "0, 1000, 1, true"
    })
    void theShareOfFilmsWithoutAValueMayGrowByTheShareAndShrinkAsItLikes(
            long before, long now, double most, boolean taken) {
        Map<String, Object> live = census(1_000);
        Map<String, Object> loaded = census(1_000);
        live.put("empty_rating", before);
        loaded.put("empty_rating", now);

        if (taken) {
            assertThatCode(() -> check(new FilmRules(0.5, most), live, loaded)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> check(new FilmRules(0.5, most), live, loaded))
                    .isInstanceOf(RefusedFileException.class)
                    .hasMessageStartingWith("column rating has no value in ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 4, 1, 0.5, false",
        "1000, 2, 1, 0.5, false",
        "10, 2, 1, 0.5, false",
        "9, 4, 1, 0.5, true",
        "1000, 1, 1, 0.5, true",
        "1000, 4, 2, 0.5, true",
        "1000, 4, 1, 1, true"
    })
    void aColumnMayNotBecomeOneValueForAllFilms(long films, long before, long now, double most, boolean taken) {
        Map<String, Object> live = census(films);
        Map<String, Object> loaded = census(films);
        live.put("values_category_name", before);
        loaded.put("values_category_name", now);

        if (taken) {
            assertThatCode(() -> check(new FilmRules(0.5, most), live, loaded)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> check(new FilmRules(0.5, most), live, loaded))
                    .isInstanceOf(RefusedFileException.class)
                    .hasMessageStartingWith("column category_name has one value for all of its " + films
                            + " films, and the live ones have " + before + " different values");
        }
    }

    private static void check(FilmRules rules, Map<String, Object> live, Map<String, Object> loaded)
            throws RefusedFileException {
        rules.check(new FilmCensus(live), new FilmCensus(loaded), CONTRACT.columns());
    }

    /** All values are different and none is empty. */
    private static Map<String, Object> census(long films) {
        Map<String, Object> counts = new HashMap<>(Map.of("films", films));
        CONTRACT.columns().forEach(column -> {
            counts.put("empty_" + column.name(), 0);
            counts.put("values_" + column.name(), films);
        });
        return counts;
    }
}
