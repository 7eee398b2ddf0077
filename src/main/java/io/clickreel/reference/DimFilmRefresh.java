package io.clickreel.reference;

import java.util.List;
import java.util.Map;
import org.apache.camel.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** What the route dim-film-refresh asks: is this version new, may it be swapped in, what is to be remembered. */
public final class DimFilmRefresh {
    private static final Logger LOG = LoggerFactory.getLogger(DimFilmRefresh.class);

    private final String bucket;
    private final String key;
    private final double maxRowChangeShare;
    private volatile @Nullable String lastComplaint;

    /** @param maxRowChangeShare refuse a file whose number of films differs by more, as a share of the live table */
    public DimFilmRefresh(String bucket, String key, double maxRowChangeShare) {
        this.bucket = bucket;
        this.key = key;
        this.maxRowChangeShare = maxRowChangeShare;
    }

    public FileVersion version(HeadObjectResponse head) {
        return new FileVersion(bucket, key, head.eTag(), head.lastModified());
    }

    /** Kept in ClickHouse, beside the table: a database that was wiped has loaded nothing. */
    public String selectLastLoaded() {
        return "SELECT bucket, object_key, etag FROM dim_film_refreshes WHERE outcome = 'loaded'"
                + " AND (SELECT count() FROM dim_film) > 0 ORDER BY refreshed_at DESC LIMIT 1";
    }

    public boolean isNew(FileVersion version, List<Map<String, Object>> lastLoaded) {
        boolean loaded = !lastLoaded.isEmpty()
                && Map.of("bucket", version.bucket(), "object_key", version.key(), "etag", version.etag())
                        .equals(lastLoaded.get(0));
        if (loaded) {
            // A bad file that was taken away and comes again is worth another row of the history.
            lastComplaint = null;
        }
        return !loaded;
    }

    /** What runs that crashed have left; no load takes an hour. */
    public String selectOrphans() {
        return "SELECT name FROM system.tables WHERE database = currentDatabase() AND startsWith(name, '"
                + RefreshAttempt.STAGING_PREFIX + "') AND metadata_modification_time < now() - INTERVAL 1 HOUR";
    }

    public String dropOrphan(Map<String, Object> orphan) {
        return "DROP TABLE IF EXISTS " + orphan.get("name") + " SYNC";
    }

    public RefreshAttempt begin(FileVersion version) {
        return new RefreshAttempt(version, maxRowChangeShare);
    }

    /** @throws RefusedFileException if what was loaded must not go live */
    public void check(RefreshAttempt attempt, List<Map<String, Object>> counted) throws RefusedFileException {
        attempt.check(counted);
    }

    /** The history's row of a success. */
    public String rememberLoaded(RefreshAttempt attempt, @Headers Map<String, Object> headers) {
        lastComplaint = null;
        LOG.info("dim_film has {} films now, {} before", attempt.rows(), attempt.liveRows());
        return remember(attempt, "loaded", "", headers);
    }

    /**
     * The history's row of a failure; while the same version fails for the same reason, only the first is remembered.
     */
    public String rememberFailed(RefreshAttempt attempt, Exception failure, @Headers Map<String, Object> headers) {
        if (complaint(attempt, failure).equals(lastComplaint)) {
            return "SELECT 1";
        }
        String reason = attempt.reason(failure);
        String outcome = failure instanceof RefusedFileException ? "refused" : "failed";
        LOG.warn("dim_film keeps its films: {} in bucket {} was {}: {}", key, bucket, outcome, reason);
        return remember(attempt, outcome, reason, headers);
    }

    /** Lets the route's health show a failure, now that the history has it. */
    public void rethrow(RefreshAttempt attempt, Exception failure) throws Exception {
        lastComplaint = complaint(attempt, failure);
        throw failure;
    }

    private static String complaint(RefreshAttempt attempt, Exception failure) {
        return attempt.version().etag() + attempt.reason(failure);
    }

    /** Says why there is nothing to load. */
    public void missing() {
        throw new IllegalStateException("bucket " + bucket + " has no object " + key
                + ". Export the films there, or set dim-film.object-key to the object that holds them.");
    }

    private static String remember(
            RefreshAttempt attempt, String outcome, String reason, Map<String, Object> parameters) {
        FileVersion version = attempt.version();
        parameters.put("bucket", version.bucket());
        parameters.put("object_key", version.key());
        parameters.put("etag", version.etag());
        // A number: a timestamp would be shifted by this machine's time zone.
        parameters.put("last_modified_ms", version.lastModified().toEpochMilli());
        parameters.put("rows", attempt.rows());
        parameters.put("live_rows", attempt.liveRows());
        parameters.put("outcome", outcome);
        parameters.put("reason", reason);
        parameters.put("duration_ms", attempt.durationMs());
        return "INSERT INTO dim_film_refreshes"
                + " (bucket, object_key, etag, last_modified, rows, live_rows, outcome, reason, duration_ms) VALUES"
                + " (:?bucket, :?object_key, :?etag, fromUnixTimestamp64Milli(:?last_modified_ms, 'UTC'), :?rows, :?live_rows, :?outcome, :?reason,"
                + " :?duration_ms)";
    }
}
