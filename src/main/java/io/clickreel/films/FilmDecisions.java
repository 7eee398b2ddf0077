package io.clickreel.films;

import io.clickreel.StartupException;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.Row;
import io.clickreel.clickhouse.Sql;
import io.clickreel.films.file.FilmContract;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a person decides about versions of the films, while a pipeline runs or not: approve one, or go back. */
public final class FilmDecisions {
    private static final Sql HISTORY = new Sql("""
            SELECT toString(refreshed_at) AS at, toString(outcome) AS became, toString(rows) AS films,
                toString(live_rows) AS before, version, object_key, reason, approvable
            FROM dim_film_refreshes
            ORDER BY refreshed_at DESC
            LIMIT {limit:UInt32}
            """);
    private static final Sql WAITING = new Sql(
            HISTORY.text().replace("ORDER BY", "WHERE outcome IN ('refused', 'loaded') ORDER BY"), Map.of("limit", 1));
    private static final String NOTED = """
            INSERT INTO dim_film_refreshes (bucket, object_key, etag, last_modified, size, version, rows, live_rows, outcome,
                reason, duration_ms)
            SELECT bucket, object_key, etag, last_modified, size,
            """;
    private static final Sql APPROVED = new Sql(NOTED + """
            version, rows, live_rows, 'approved', 'by ./clickreel films approve', 0
            FROM dim_film_refreshes WHERE outcome = 'refused' ORDER BY refreshed_at DESC LIMIT 1
            """);
    private static final Sql ROLLED_BACK = new Sql(NOTED + """
            {version:String}, {films:UInt64}, (SELECT count() FROM dim_film), 'rolled_back', 'by ./clickreel films rollback', 0
            FROM dim_film_refreshes WHERE outcome IN ('loaded', 'rolled_back') ORDER BY refreshed_at DESC LIMIT 1
            """);

    private final ClickHouse clickHouse;
    private final FilmTables tables;

    public FilmDecisions(ClickHouse clickHouse, FilmContract contract) {
        this.clickHouse = clickHouse;
        this.tables = new FilmTables(clickHouse, contract);
    }

    /** One row of the history, as texts. */
    public record Event(
            String when, String outcome, String films, String before, String version, String key, String reason) {
        /** Whether the row has a version: a file that breaks the contract is refused before its films are counted. */
        public boolean isCounted() {
            return !version.isEmpty();
        }
    }

    /** A version that can be gone back to. */
    public record Kept(String version, String films, String replacedAt) {}

    /** The newest first. */
    public List<Event> history(long limit) {
        return clickHouse.rows(HISTORY.with("limit", limit)).stream()
                .map(FilmDecisions::event)
                .toList();
    }

    /** The newest first. */
    public List<Kept> kept() {
        return tables.kept().stream()
                .map(row -> new Kept(row.text("version"), row.text("films"), row.text("replaced_at")))
                .toList();
    }

    /**
     * Lets the version that was refused last go live, once.
     *
     * @return what is to be said of it
     * @throws StartupException if none waits, or if it was refused for what it is
     */
    public String approve() {
        Optional<Row> waiting = clickHouse.rows(WAITING).stream()
                .filter(row -> row.text("became").equals("refused"))
                .findFirst();
        if (waiting.isEmpty()) {
            throw new StartupException("No version of the films waits to be approved; ./clickreel films history shows"
                    + " what has become of each.");
        }
        Event refused = event(waiting.get());
        if (waiting.get().number("approvable") == 0) {
            throw new StartupException("The version that was refused at " + refused.when()
                    + " cannot be approved, for it is wrong by itself: " + refused.reason() + ". Correct the file.");
        }
        clickHouse.run(APPROVED);
        return "Approved: " + refused.films() + " films of " + refused.key() + ", refused at " + refused.when()
                + ". They go live at the next look at the bucket (dim-film.poll-ms), if the file is still the same.";
    }

    /**
     * Makes an earlier version live again.
     *
     * @param version or its beginning; empty: the one before the live one
     * @return what is to be said of it
     * @throws StartupException if there is no such version, or more than one
     */
    public String rollBack(String version) {
        Kept target = choose(version);
        String staging = RefreshAttempt.newStaging();
        try {
            tables.createStaging(staging);
            tables.restore(target.version(), staging);
            tables.keepLive(tables.liveVersion());
            // The history comes first: if a rollback dies between both statements, the same command completes it.
            clickHouse.run(ROLLED_BACK.with(Map.of("version", target.version(), "films", target.films())));
            tables.swap(staging);
        } finally {
            tables.dropStaging(staging);
        }
        return "Live again: " + target.films() + " films, as they were up to " + target.replacedAt() + " (version "
                + target.version() + "). The file in the bucket is left aside until it changes.";
    }

    private Kept choose(String version) {
        List<Kept> kept = kept();
        if (kept.isEmpty()) {
            throw new StartupException("There is no version of the films to go back to: none was replaced yet.");
        }
        if (version.isEmpty()) {
            return kept.get(0);
        }
        List<Kept> fitting =
                kept.stream().filter(each -> each.version().startsWith(version)).toList();
        Optional<Kept> exact =
                fitting.stream().filter(each -> each.version().equals(version)).findFirst();
        if (exact.isEmpty() && fitting.size() != 1) {
            throw new StartupException((fitting.isEmpty() ? "No version" : "More than one version") + " that is kept"
                    + " begins with " + version + ". Kept are: "
                    + String.join(", ", kept.stream().map(Kept::version).toList()) + ".");
        }
        return exact.orElse(fitting.get(0));
    }

    private static Event event(Row row) {
        return new Event(
                row.text("at"),
                row.text("became"),
                row.text("films"),
                row.text("before"),
                row.text("version"),
                row.text("object_key"),
                row.text("reason"));
    }
}
