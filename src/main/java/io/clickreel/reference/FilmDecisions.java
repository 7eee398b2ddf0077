package io.clickreel.reference;

import io.clickreel.StartupException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a person decides on versions of the films, beside a pipeline that runs or not: approve one, or go back. */
public final class FilmDecisions {
    private static final String NEWEST = " ORDER BY refreshed_at DESC LIMIT 1";

    private final Connection clickHouse;
    private final FilmContract contract;

    public FilmDecisions(Connection clickHouse, FilmContract contract) {
        this.clickHouse = clickHouse;
        this.contract = contract;
    }

    /** One row of the history, as texts. */
    public record Event(
            String when, String outcome, String films, String before, String version, String key, String reason) {
        /** A file that breaks the contract is refused before its films are counted. */
        public boolean isCounted() {
            return !version.isEmpty();
        }
    }

    /** A version that can be gone back to. */
    public record Kept(String version, String films, String replacedAt) {}

    /** The newest first. */
    public List<Event> history(long limit) throws SQLException {
        List<Event> events = new ArrayList<>();
        query(
                "SELECT toString(refreshed_at), toString(outcome), toString(rows), toString(live_rows), version, object_key,"
                        + " reason FROM dim_film_refreshes ORDER BY refreshed_at DESC LIMIT " + limit,
                row -> events.add(new Event(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7))));
        return events;
    }

    /** The newest first. */
    public List<Kept> kept() throws SQLException {
        List<Kept> kept = new ArrayList<>();
        query(
                FilmVersions.selectKept(contract),
                row -> kept.add(
                        new Kept(row.getString("version"), row.getString("films"), row.getString("replaced_at"))));
        return kept;
    }

    /**
     * Lets the version that was refused last through, once.
     *
     * @return what is to be said of it
     * @throws StartupException if none waits, or if it was refused for what it is
     */
    public String approve() throws SQLException {
        List<Event> waiting = new ArrayList<>();
        List<Boolean> approvable = new ArrayList<>();
        query(
                "SELECT toString(refreshed_at), toString(outcome), toString(rows), toString(live_rows), version, object_key,"
                        + " reason, approvable FROM dim_film_refreshes WHERE outcome IN ('refused', 'loaded')" + NEWEST,
                row -> {
                    approvable.add(row.getInt(8) == 1);
                    waiting.add(new Event(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6),
                            row.getString(7)));
                });
        if (waiting.isEmpty() || !waiting.get(0).outcome().equals("refused")) {
            throw new StartupException("No version of the films waits to be approved; ./clickreel films history shows"
                    + " what has become of each.");
        }
        Event refused = waiting.get(0);
        if (!approvable.get(0)) {
            throw new StartupException("The version that was refused at " + refused.when()
                    + " cannot be approved, for it is wrong by itself: " + refused.reason() + ". Correct the file.");
        }
        execute(
                "INSERT INTO dim_film_refreshes (bucket, object_key, etag, last_modified, size, version, rows, live_rows,"
                        + " outcome, reason, duration_ms) SELECT bucket, object_key, etag, last_modified, size, version, rows,"
                        + " live_rows, 'approved', 'by ./clickreel films approve', 0 FROM dim_film_refreshes"
                        + " WHERE outcome = 'refused'" + NEWEST);
        return "Approved: " + refused.films() + " films of " + refused.key() + ", refused at " + refused.when()
                + ". They go live at the next look at the bucket (dim-film.poll-ms), if the file is still the same.";
    }

    /**
     * Makes a version of before the live one.
     *
     * @param version or its beginning; empty: the one before the live one
     * @return what is to be said of it
     * @throws StartupException if there is no such version, or more than one
     */
    public String rollBack(String version) throws SQLException {
        Kept target = choose(version);
        String staging = RefreshAttempt.newStaging();
        try {
            execute(FilmVersions.createStaging(staging));
            execute(FilmVersions.restore(contract, target.version(), staging));
            String live = value("SELECT " + FilmCensus.version(contract) + " FROM dim_film");
            execute(FilmVersions.drop(live));
            execute(FilmVersions.keepLive(contract, live));
            // The history comes first: a rollback that dies between both is done again by the same command.
            execute(
                    "INSERT INTO dim_film_refreshes (bucket, object_key, etag, last_modified, size, version, rows, live_rows,"
                            + " outcome, reason, duration_ms) SELECT bucket, object_key, etag, last_modified, size, '"
                            + target.version() + "', " + target.films()
                            + ", (SELECT count() FROM dim_film), 'rolled_back', 'by ./clickreel films rollback', 0"
                            + " FROM dim_film_refreshes WHERE outcome IN ('loaded', 'rolled_back')" + NEWEST);
            execute(FilmVersions.swap(staging));
        } finally {
            execute(FilmVersions.dropStaging(staging));
        }
        return "Live again: " + target.films() + " films, as they were up to " + target.replacedAt() + " (version "
                + target.version() + "). The file in the bucket is left aside until it changes.";
    }

    private Kept choose(String version) throws SQLException {
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

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private void query(String sql, Row each) throws SQLException {
        try (Statement statement = clickHouse.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                each.read(rows);
            }
        }
    }

    private String value(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        query(sql, row -> values.add(row.getString(1)));
        return values.get(0);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = clickHouse.createStatement()) {
            statement.execute(sql);
        }
    }
}
