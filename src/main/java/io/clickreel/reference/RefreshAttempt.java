package io.clickreel.reference;

import io.clickreel.RootCause;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** One attempt to make a version of the file the lookup table: its own staging table, its checks, its swap. */
public final class RefreshAttempt {
    static final String STAGING_PREFIX = "dim_film_staging_";

    private final FileVersion version;
    private final double maxRowChangeShare;
    // Each attempt has its own: two instances that refresh at the same time must not see each other's rows.
    private final String staging = STAGING_PREFIX + UUID.randomUUID().toString().replace("-", "");
    private final long startedMs = System.currentTimeMillis();
    private long rows;
    private long liveRows;

    RefreshAttempt(FileVersion version, double maxRowChangeShare) {
        this.version = version;
        this.maxRowChangeShare = maxRowChangeShare;
    }

    public FileVersion version() {
        return version;
    }

    public String getStaging() {
        return staging;
    }

    public String createStaging() {
        return "CREATE TABLE " + staging + " AS dim_film";
    }

    /** Counts what was loaded and what is live, in one row. */
    public String count() {
        return "SELECT count() AS loaded, uniqExact(film_id) AS films, countIf(film_id = 0) AS without_id,"
                + " countIf(title = '') AS without_title,"
                + " countIf(NOT (isValidUTF8(film_key) AND isValidUTF8(title) AND isValidUTF8(rating)"
                + " AND isValidUTF8(category_name))) AS not_utf8,"
                + " (SELECT count() FROM dim_film) AS live FROM " + staging;
    }

    /**
     * Judges the counts.
     *
     * @throws RefusedFileException with the sentence for the operator
     */
    public void check(List<Map<String, Object>> counted) throws RefusedFileException {
        Map<String, Object> counts = counted.get(0);
        rows = number(counts, "loaded");
        liveRows = number(counts, "live");
        long films = number(counts, "films");
        if (rows == 0) {
            throw new RefusedFileException("the file has a header and no films");
        }
        refuseIf(number(counts, "without_id"), "have no film_id");
        refuseIf(number(counts, "without_title"), "have no title");
        // One such title, and no answer with it is JSON.
        refuseIf(number(counts, "not_utf8"), "have text that is not UTF-8; export the file as UTF-8");
        refuseIf(rows - films, "have a film_id that stands in another row already");
        double change = liveRows == 0 ? 0 : Math.abs(rows - liveRows) / (double) liveRows;
        if (change > maxRowChangeShare) {
            throw new RefusedFileException(("it has %d films and the live table %d, a change by %.0f %%, more than"
                            + " dim-film.max-row-change-share=%s allows; if that is right, raise the share for one"
                            + " refresh")
                    .formatted(rows, liveRows, 100 * change, maxRowChangeShare));
        }
    }

    /** From one moment to the next, readers see all of the new films instead of all of the old. */
    public String swap() {
        return "EXCHANGE TABLES " + staging + " AND dim_film";
    }

    public String dropStaging() {
        return "DROP TABLE IF EXISTS " + staging + " SYNC";
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

    long durationMs() {
        return System.currentTimeMillis() - startedMs;
    }

    private void refuseIf(long bad, String what) throws RefusedFileException {
        if (bad > 0) {
            throw new RefusedFileException(bad + " of its " + rows + " rows " + what);
        }
    }

    private static long number(Map<String, Object> counts, String name) {
        return ((Number) Objects.requireNonNull(counts.get(name), name)).longValue();
    }
}
