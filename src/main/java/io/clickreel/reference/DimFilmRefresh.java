package io.clickreel.reference;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the route dim-film-refresh asks: is this version new, may it be swapped in, what is to be remembered. */
public final class DimFilmRefresh {
    private static final Logger LOG = LoggerFactory.getLogger(DimFilmRefresh.class);

    private final FilmPlace place;
    private final FilmContract contract;
    private final FilmRules rules;
    private final FilmNotices notices;
    private final boolean inventedWanted;
    private volatile @Nullable String lastComplaint;
    private volatile @Nullable Refusal lastRefusal;
    private volatile @Nullable FileVersion setAside;

    /** What was refused, and after which decisions: the same again has the same end, and need not be read for it. */
    private record Refusal(FileVersion version, List<Map<String, Object>> decisions, RefusedFileException reason) {}

    /** @param inventedWanted whether the invented catalogue may be shown: only while the clicks are invented too */
    public DimFilmRefresh(
            FilmPlace place, FilmContract contract, FilmRules rules, FilmNotices notices, boolean inventedWanted) {
        this.place = place;
        this.contract = contract;
        this.rules = rules;
        this.notices = notices;
        this.inventedWanted = inventedWanted;
    }

    /**
     * The newest version that was decided on, and the newest approval. Kept in ClickHouse, beside the table: a database that
     * was wiped has loaded nothing.
     */
    public String selectDecisions() {
        return "SELECT if(outcome = 'approved', 'approved', 'decided') AS kind, bucket, object_key, etag, size,"
                + " toUnixTimestamp64Milli(last_modified) AS last_modified_ms,"
                + " toUnixTimestamp64Milli(refreshed_at) AS decided_ms, version FROM dim_film_refreshes"
                + " WHERE outcome IN ('loaded', 'rolled_back', 'approved') AND (SELECT count() FROM dim_film) > 0"
                + " ORDER BY refreshed_at DESC LIMIT 1 BY kind";
    }

    /**
     * Fails the route again, without reading the file again.
     *
     * @throws RefusedFileException if it was refused before, and nobody has decided otherwise since
     */
    public void refuseAgain(FileVersion version, List<Map<String, Object>> decisions) throws RefusedFileException {
        Refusal refusal = lastRefusal;
        if (refusal != null
                && refusal.version().equals(version)
                && refusal.decisions().equals(decisions)) {
            throw refusal.reason();
        }
    }

    /** Whether there is something to load. */
    public boolean isNew(FileVersion version, List<Map<String, Object>> decisions) {
        if (version.equals(setAside)) {
            return false;
        }
        Map<String, Object> decided = newest("decided", decisions);
        boolean loaded = decided != null
                && version.isThatOf(decided)
                && !isApproved(version, decisions)
                && (inventedWanted || !FilmCatalogue.VERSION.equals(decided.get("version")));
        if (loaded) {
            // A bad file that was taken away and comes again is worth another row of the history.
            lastComplaint = null;
            lastRefusal = null;
            notices.arrived();
            return false;
        }
        return true;
    }

    public RefreshAttempt begin(FileVersion version, List<Map<String, Object>> decisions) {
        lastRefusal = null;
        return new RefreshAttempt(version, contract, isApproved(version, decisions));
    }

    public FilmPart part(RefreshAttempt attempt, int number) {
        return attempt.version().parts().get(number);
    }

    /** What runs that crashed have left; no load takes an hour. */
    public String selectOrphans() {
        return "SELECT name FROM system.tables WHERE database = currentDatabase() AND startsWith(name, '"
                + RefreshAttempt.STAGING_PREFIX + "') AND metadata_modification_time < now() - INTERVAL 1 HOUR";
    }

    public String dropOrphan(Map<String, Object> orphan) {
        return FilmVersions.dropStaging(String.valueOf(orphan.get("name")));
    }

    public String selectOldVersions() {
        return FilmVersions.selectOld();
    }

    public String dropOldVersion(Map<String, Object> old) {
        return FilmVersions.drop(String.valueOf(old.get("version")));
    }

    /**
     * Judges what was loaded.
     *
     * @return whether it is to go live
     * @throws RefusedFileException if it must not
     */
    public boolean check(RefreshAttempt attempt, List<Map<String, Object>> counted) throws RefusedFileException {
        attempt.check(counted, rules);
        if (attempt.isOfInventedFilms() && !inventedWanted) {
            setAside = attempt.version();
            place.await("what is there is the invented catalogue, and with clicks.generate.enabled=false it is"
                    + " not shown");
            return false;
        }
        return true;
    }

    /** The history's row of a success. */
    public String rememberLoaded(RefreshAttempt attempt, @Headers Map<String, Object> headers) {
        lastComplaint = null;
        notices.arrived();
        LOG.info("dim_film has {} films now, {} before", attempt.rows(), attempt.liveRows());
        return remember(attempt, "loaded", "", false, headers);
    }

    /**
     * The history's row of a failure; while the same version fails for the same reason, only the first is remembered.
     */
    public String rememberFailed(RefreshAttempt attempt, Exception failure, @Headers Map<String, Object> headers) {
        if (complaint(attempt, failure).equals(lastComplaint)) {
            return "SELECT 1";
        }
        String reason = attempt.reason(failure);
        RefusedFileException refusal = RefusedFileException.within(failure);
        String outcome = refusal == null ? "failed" : "refused";
        LOG.warn("dim_film keeps its films: {} was {}: {}", place, outcome, reason);
        return remember(attempt, outcome, reason, refusal != null && refusal.isApprovable(), headers);
    }

    /** Lets the route's health show a failure, now that the history has it. */
    public void rethrow(RefreshAttempt attempt, List<Map<String, Object>> decisions, Exception failure)
            throws Exception {
        lastComplaint = complaint(attempt, failure);
        RefusedFileException refusal = RefusedFileException.within(failure);
        if (refusal != null) {
            lastRefusal = new Refusal(attempt.version(), List.copyOf(decisions), refusal);
            throw refusal;
        }
        throw failure;
    }

    /** The file has changed between the look and the reading: no failure, for the next look sees what is there then. */
    public void changedMeanwhile() {
        LOG.info("{} has changed while it was looked at; the next look takes what is there then", place);
    }

    private static boolean isApproved(FileVersion version, List<Map<String, Object>> decisions) {
        Map<String, Object> approval = newest("approved", decisions);
        Map<String, Object> decided = newest("decided", decisions);
        return approval != null
                && version.isThatOf(approval)
                && (decided == null || decidedMs(approval) > decidedMs(decided));
    }

    private static @Nullable Map<String, Object> newest(String kind, List<Map<String, Object>> decisions) {
        return decisions.stream()
                .filter(row -> kind.equals(row.get("kind")))
                .findFirst()
                .orElse(null);
    }

    private static long decidedMs(Map<String, Object> row) {
        return ((Number) Objects.requireNonNull(row.get("decided_ms"))).longValue();
    }

    private static String complaint(RefreshAttempt attempt, Exception failure) {
        return attempt.version() + attempt.reason(failure);
    }

    private static String remember(
            RefreshAttempt attempt, String outcome, String reason, boolean approvable, Map<String, Object> parameters) {
        FileVersion version = attempt.version();
        parameters.put("bucket", version.bucket());
        parameters.put("object_key", version.key());
        parameters.put("etag", version.etag());
        // A number: a timestamp would be shifted by this machine's time zone.
        parameters.put("last_modified_ms", version.lastModified().toEpochMilli());
        parameters.put("size", version.size());
        parameters.put("version", attempt.films());
        parameters.put("rows", attempt.rows());
        parameters.put("live_rows", attempt.liveRows());
        parameters.put("outcome", outcome);
        parameters.put("reason", reason);
        parameters.put("approvable", approvable ? 1 : 0);
        parameters.put("duration_ms", attempt.durationMs());
        return "INSERT INTO dim_film_refreshes (bucket, object_key, etag, last_modified, size, version, rows, live_rows,"
                + " outcome, reason, approvable, duration_ms) VALUES"
                + " (:?bucket, :?object_key, :?etag, fromUnixTimestamp64Milli(:?last_modified_ms, 'UTC'), :?size,"
                + " :?version, :?rows, :?live_rows, :?outcome, :?reason, :?approvable, :?duration_ms)";
    }
}
