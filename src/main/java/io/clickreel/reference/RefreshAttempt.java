package io.clickreel.reference;

import io.clickreel.RootCause;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** One attempt to make a version of the file the lookup table: its own staging table, its checks, its swap. */
public final class RefreshAttempt {
    static final String STAGING_PREFIX = "dim_film_staging_";

    private final FileVersion version;
    private final FilmContract contract;
    private final boolean approved;
    // Each attempt has its own: two instances that refresh at the same time must not see each other's rows.
    private final String staging = newStaging();
    private final Set<String> present = new TreeSet<>();
    private final List<Closeable> held = new ArrayList<>();
    private final long startedMs = System.currentTimeMillis();
    private long rows;
    private long liveRows;
    private String films = "";
    private String liveFilms = "";

    /** @param approved whether a person has said that it may change as much as it does */
    RefreshAttempt(FileVersion version, FilmContract contract, boolean approved) {
        this.version = version;
        this.contract = contract;
        this.approved = approved;
    }

    static String newStaging() {
        return STAGING_PREFIX + UUID.randomUUID().toString().replace("-", "");
    }

    public FileVersion version() {
        return version;
    }

    public String getStaging() {
        return staging;
    }

    public String createStaging() {
        return FilmVersions.createStaging(staging);
    }

    /** Counts what was loaded and what is live, in one row each. */
    public String count() {
        return FilmCensus.select(contract, staging);
    }

    /**
     * Judges the counts.
     *
     * @throws RefusedFileException with the sentence for the operator
     */
    void check(List<Map<String, Object>> counted, FilmRules rules) throws RefusedFileException {
        FilmCensus loaded = FilmCensus.of(FilmCensus.STAGED, counted);
        FilmCensus live = FilmCensus.of(FilmCensus.LIVE, counted);
        rows = loaded.films();
        liveRows = live.films();
        films = loaded.version();
        liveFilms = live.version();
        if (rows == 0) {
            throw new RefusedFileException("the file has a header and no films");
        }
        if (loaded.doubledRows() > 0) {
            throw new RefusedFileException(loaded.doubledRows() + " of its " + rows
                    + " rows have a film_id that is in another row already, as " + loaded.doubledId() + " does");
        }
        if (approved || loaded.wasLive()) {
            return;
        }
        if (liveRows == 0 || FilmCatalogue.VERSION.equals(liveFilms)) {
            // Invented films are no measure for real ones.
            rules.checkFirst(loaded, present);
        } else {
            rules.check(live, loaded, contract.columns());
        }
    }

    /** Takes note of the contract's columns that the file, or a part of it, has. */
    void has(Collection<String> columns) {
        present.addAll(columns);
    }

    /** Whether films are live that will be replaced, and are worth keeping. */
    public boolean replacesFilms() {
        return liveRows > 0 && !liveFilms.equals(films);
    }

    public String dropKept() {
        return FilmVersions.drop(liveFilms);
    }

    public String keepLive() {
        return FilmVersions.keepLive(contract, liveFilms);
    }

    public String swap() {
        return FilmVersions.swap(staging);
    }

    /** Instead of a swap, where the films are not to be shown. */
    public String clearLive() {
        return liveFilms.equals(FilmCatalogue.VERSION) ? "TRUNCATE TABLE dim_film" : "SELECT 1";
    }

    boolean isOfInventedFilms() {
        return FilmCatalogue.VERSION.equals(films);
    }

    /** Gives back what it has held on this machine. @return the statement for what it has in ClickHouse */
    public String end() {
        for (Closeable each : held) {
            try {
                each.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return FilmVersions.dropStaging(staging);
    }

    /** Closes it at the end, whatever becomes of the attempt. */
    Spool holds(Spool spool) {
        held.add(spool);
        return spool;
    }

    /** Why it failed, in the same words at each try with the same file. */
    String reason(Exception failure) {
        return RootCause.of(failure).replace(staging, "the staging table");
    }

    long rows() {
        return rows;
    }

    long liveRows() {
        return liveRows;
    }

    /** Which films they are; empty: not known. */
    String films() {
        return films;
    }

    long durationMs() {
        return System.currentTimeMillis() - startedMs;
    }
}
