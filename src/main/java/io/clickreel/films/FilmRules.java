package io.clickreel.films;

import io.clickreel.films.file.FilmColumn;
import io.clickreel.films.file.RefusedFileException;
import java.util.Collection;
import java.util.List;

/**
 * How far a new version may differ from the live films without a person's approval.
 *
 * @param maxRowChangeShare change of the number of films, as a share of the larger one: up and down count alike
 * @param maxEmptyShareChange by how much the share of films without a value may grow in a column; 1: as it likes
 */
public record FilmRules(double maxRowChangeShare, double maxEmptyShareChange) {
    /** Below this number of films one value for all can be chance. */
    private static final long FEW = 10;

    /** @throws RefusedFileException with the sentence for the operator */
    void check(FilmCensus live, FilmCensus loaded, List<FilmColumn> columns) throws RefusedFileException {
        long larger = Math.max(live.films(), loaded.films());
        double change = Math.abs(loaded.films() - live.films()) / (double) larger;
        if (change > maxRowChangeShare) {
            throw RefusedFileException.ofAChange(
                    "it has %d films and the live table %d, a change by %.0f %% of the larger number, more than dim-film.max-row-change-share=%s allows"
                            .formatted(loaded.films(), live.films(), 100 * change, maxRowChangeShare));
        }
        for (FilmColumn column : columns) {
            check(column.name(), live, loaded);
        }
    }

    /**
     * Judges a version when there are no live films to compare it with.
     *
     * @param present columns that the file has
     */
    void checkFirst(FilmCensus loaded, Collection<String> present) throws RefusedFileException {
        if (maxEmptyShareChange >= 1 || loaded.films() < FEW) {
            return;
        }
        for (String column : present) {
            if (loaded.emptyShare(column) == 1) {
                throw RefusedFileException.ofAChange(
                        "the file has a column %s, but none of its %d films has a value there"
                                .formatted(column, loaded.films()));
            }
        }
    }

    private void check(String column, FilmCensus live, FilmCensus loaded) throws RefusedFileException {
        if (maxEmptyShareChange >= 1) {
            return;
        }
        double before = live.emptyShare(column);
        double now = loaded.emptyShare(column);
        if (now - before > maxEmptyShareChange) {
            throw RefusedFileException.ofAChange(
                    "column %s has no value in %.0f %% of its films, and in %.0f %% of the live ones, more than dim-film.max-empty-share-change=%s allows"
                            .formatted(column, 100 * now, 100 * before, maxEmptyShareChange));
        }
        if (loaded.films() >= FEW && loaded.values(column) == 1 && live.values(column) > 1) {
            throw RefusedFileException.ofAChange(
                    "column %s has one value for all of its %d films, and the live ones have %d different values"
                            .formatted(column, loaded.films(), live.values(column)));
        }
    }
}
