package io.clickreel.films;

import io.clickreel.RootCause;
import io.clickreel.films.file.FilmColumn;
import io.clickreel.films.file.FilmRows;
import io.clickreel.films.file.RefusedFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** One attempt to put a version of the file into the lookup table: its staging table, its files, its counts. */
public final class RefreshAttempt {
    private final FileVersion version;
    private final boolean approved;
    // Each attempt has a separate table: two instances that refresh at the same time must not see each other's rows.
    private final String staging = newStaging();
    private final List<FilmRows> held = new ArrayList<>();
    private final long startedMs = System.currentTimeMillis();
    private FilmCensus staged = FilmCensus.NOT_COUNTED;
    private FilmCensus live = FilmCensus.NOT_COUNTED;

    /** @param approved whether a person has said that it may change as much as it does */
    RefreshAttempt(FileVersion version, boolean approved) {
        this.version = version;
        this.approved = approved;
    }

    /** A new name for a staging table; routes/dim-film-sweep knows its prefix. */
    static String newStaging() {
        return "dim_film_staging_" + UUID.randomUUID().toString().replace("-", "");
    }

    public FileVersion version() {
        return version;
    }

    public String staging() {
        return staging;
    }

    /**
     * Judges the counts.
     *
     * @throws RefusedFileException with the sentence for the operator
     */
    void check(FilmCensus loaded, FilmCensus shown, FilmRules rules, List<FilmColumn> columns)
            throws RefusedFileException {
        staged = loaded;
        live = shown;
        if (staged.films() == 0) {
            throw new RefusedFileException("the file has a header and no films");
        }
        if (staged.doubledRows() > 0) {
            throw new RefusedFileException(staged.doubledRows() + " of its " + staged.films()
                    + " rows have a film_id that is in another row already, as " + staged.doubledId() + " does");
        }
        if (approved || staged.wasLive()) {
            return;
        }
        if (live.films() == 0 || live.isInvented()) {
            // Invented films are no measure for real ones.
            Set<String> present = new TreeSet<>();
            held.forEach(rows -> present.addAll(rows.summary().present()));
            rules.checkFirst(staged, present);
        } else {
            rules.check(live, staged, columns);
        }
    }

    /** Holds the films of the file, or of a part of it, until the attempt ends. */
    FilmRows holds(FilmRows rows) {
        held.add(rows);
        return rows;
    }

    /** Releases what it has held on this machine. */
    void close() {
        for (FilmRows each : held) {
            try {
                each.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Why it failed, in the same words at each try with the same file. */
    String reason(Exception failure) {
        return RootCause.of(failure).replace(staging, "the staging table");
    }

    /** The films of the file. */
    FilmCensus staged() {
        return staged;
    }

    /** The films that were live when they were counted. */
    FilmCensus live() {
        return live;
    }

    long durationMs() {
        return System.currentTimeMillis() - startedMs;
    }
}
