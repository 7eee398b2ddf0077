package io.clickreel.films;

import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.films.file.FilmContract;
import io.clickreel.films.file.RefusedFileException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Decides for the routes dim-film-refresh, -load and -swap: is a version new, may it go live, what to remember. */
public final class DimFilmRefresh {
    /** The route that looks at the file. */
    public static final String ROUTE = "dim-film-refresh";

    /** The table that has the films. */
    public static final String TABLE = FilmTables.LIVE;

    private static final Logger LOG = LoggerFactory.getLogger(DimFilmRefresh.class);

    private final FilmPlace place;
    private final FilmContract contract;
    private final FilmRules rules;
    private final FilmNotices notices;
    private final FilmTables tables;
    private final boolean inventedWanted;
    private volatile @Nullable Map<String, Long> decidedMs;
    private volatile @Nullable String lastComplaint;
    private volatile @Nullable Refusal lastRefusal;
    private volatile @Nullable FileVersion setAside;

    /** What was refused after which decisions: with the same ones it is refused again without being read. */
    private record Refusal(FileVersion version, List<Map<String, Object>> decisions, RefusedFileException reason) {}

    /** @param inventedWanted whether the invented catalogue may be shown: only while the clicks are invented too */
    public DimFilmRefresh(
            FilmPlace place,
            FilmContract contract,
            FilmRules rules,
            FilmNotices notices,
            ClickHouse clickHouse,
            boolean inventedWanted) {
        this.place = place;
        this.contract = contract;
        this.rules = rules;
        this.notices = notices;
        this.tables = new FilmTables(clickHouse, contract);
        this.inventedWanted = inventedWanted;
    }

    /** Logs what a person has decided since the last look, by a command in another process. */
    public void tellDecisions(List<Map<String, Object>> decisions) {
        Map<String, Long> before = decidedMs;
        Map<String, Long> now = new HashMap<>();
        for (Map<String, Object> decision : decisions) {
            String kind = String.valueOf(decision.get("kind"));
            now.put(kind, decidedMs(decision));
            if (before == null || decidedMs(decision) <= before.getOrDefault(kind, 0L)) {
                continue;
            }
            if ("approved".equals(decision.get("decision"))) {
                LOG.info(
                        "The version of {} with {} films may go live, {}",
                        decision.get("object_key"),
                        decision.get("rows"),
                        decision.get("reason"));
            } else if ("rolled_back".equals(decision.get("decision"))) {
                LOG.info(
                        "dim_film has the {} films of version {} again, {}; {} is left aside until it changes",
                        decision.get("rows"),
                        decision.get("version"),
                        decision.get("reason"),
                        place);
            }
        }
        decidedMs = now;
        tellLive(newest("decided", decisions));
    }

    /** What went live last, as the history says; there is no row while no film is live. */
    private void tellLive(@Nullable Map<String, Object> decided) {
        if (decided == null) {
            notices.live(LiveFilms.NONE);
        } else {
            notices.live(new LiveFilms(
                    String.valueOf(decided.get("version")),
                    ((Number) Objects.requireNonNull(decided.get("rows"))).longValue(),
                    Instant.ofEpochMilli(decidedMs(decided))));
        }
    }

    /**
     * Whether there is something to load.
     *
     * @throws RefusedFileException without reading it again, if it was refused and nobody has decided otherwise since
     */
    public boolean isNew(FileVersion version, List<Map<String, Object>> decisions) throws RefusedFileException {
        Refusal refusal = lastRefusal;
        if (refusal != null
                && refusal.version().equals(version)
                && refusal.decisions().equals(decisions)) {
            throw refusal.reason();
        }
        if (version.equals(setAside)) {
            return false;
        }
        Map<String, Object> decided = newest("decided", decisions);
        boolean loaded = decided != null
                && version.isThatOf(decided)
                && !isApproved(version, decisions)
                && (inventedWanted || !FilmCatalogue.VERSION.equals(decided.get("version")));
        if (loaded) {
            // A bad file that was removed and comes again gets another row of the history.
            lastComplaint = null;
            lastRefusal = null;
            notices.arrived();
        }
        return !loaded;
    }

    public RefreshAttempt begin(FileVersion version, List<Map<String, Object>> decisions) {
        lastRefusal = null;
        return new RefreshAttempt(version, isApproved(version, decisions));
    }

    /** Makes the table that the attempt's films are read into. */
    public void stage(RefreshAttempt attempt) {
        tables.createStaging(attempt.staging());
    }

    /**
     * Makes the staged films the live ones, from one moment to the next, and keeps those that they replace. The history
     * is written last: an attempt that dies before is repeated at the next look, and changes nothing that was done.
     *
     * @throws RefusedFileException if they must not go live
     */
    public void swap(RefreshAttempt attempt) throws RefusedFileException {
        attempt.check(tables.census(attempt.staging()), tables.census(FilmTables.LIVE), rules, contract.columns());
        FilmCensus staged = attempt.staged();
        FilmCensus live = attempt.live();
        if (staged.isInvented() && !inventedWanted) {
            if (live.isInvented()) {
                tables.clearLive();
            }
            setAside = attempt.version();
            place.await("what is there is the invented catalogue, and with clicks.generate.enabled=false it is"
                    + " not shown");
            return;
        }
        if (live.films() > 0 && !live.version().equals(staged.version())) {
            tables.keepLive(live.version());
        }
        tables.swap(attempt.staging());
        lastComplaint = null;
        notices.arrived();
        notices.live(new LiveFilms(staged.version(), staged.films(), Instant.now()));
        LOG.info("dim_film has {} films now, {} before", staged.films(), live.films());
        tables.remember(attempt, "loaded", "", false);
    }

    /**
     * Remembers why the attempt failed, and fails the route with it, for its health and the log. If the same version
     * fails again for the same reason, the history has only the first failure. A file that has changed since the look
     * at it is no failure.
     */
    public void failed(RefreshAttempt attempt, List<Map<String, Object>> decisions, Exception failure)
            throws Exception {
        S3Exception ofS3 = ObjectHelper.getException(S3Exception.class, failure);
        if (ofS3 != null && ofS3.statusCode() == DimFilmFile.CHANGED_MEANWHILE) {
            LOG.info("{} has changed while it was looked at; the next look takes what is there then", place);
            return;
        }
        RefusedFileException refusal = ObjectHelper.getException(RefusedFileException.class, failure);
        String reason = attempt.reason(failure);
        String complaint = attempt.version() + reason;
        if (!complaint.equals(lastComplaint)) {
            tables.remember(
                    attempt, refusal == null ? "failed" : "refused", reason, refusal != null && refusal.isApprovable());
            lastComplaint = complaint;
        }
        if (refusal == null) {
            throw failure;
        }
        RefusedFileException told = refusal.at(place.toString());
        lastRefusal = new Refusal(attempt.version(), List.copyOf(decisions), told);
        throw told;
    }

    /** Releases what the attempt has held, here and in ClickHouse. */
    public void end(RefreshAttempt attempt) {
        attempt.close();
        tables.dropStaging(attempt.staging());
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
}
