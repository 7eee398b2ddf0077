package io.clickreel.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.TestDatabase;
import io.clickreel.clickhouse.Table;
import io.clickreel.clickhouse.Tables;
import io.clickreel.stream.Stream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to the tables and views by hand is named, and the statements that are named bring it back. */
@Tag("services")
final class SchemaCheckTest {
    private static final Stream CLICKS = new Stream(
            "clicks", "dvd_clicks", "clicks-ingest", "dvd_clicks.dead", "clicks", Path.of("contracts/none"), true);

    private static final Set<String> OURS = ExpectedSchema.after(
                    DdlFolder.read(Path.of("ddl")).stream().map(DdlFile::sql).toList())
            .keySet();

    @RegisterExtension
    static final TestDatabase database = TestDatabase.withTables("schema_check");

    /** What a test has left is no twin of what the next one takes away. */
    @AfterEach
    void onlyOurs() {
        Tables.read(database.clickHouse()).all().stream()
                .filter(table -> table.name().database().equals(database.name()))
                .sorted(Comparator.comparing(Table::isView).reversed())
                .map(table -> table.name().name())
                .filter(name -> !OURS.contains(name) && !name.equals("schema_history"))
                .forEach(name -> database.execute("DROP TABLE IF EXISTS @.`" + name + "` SYNC"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "DROP VIEW @.film_clicks_per_minute_mv | View @.film_clicks_per_minute_mv is gone",
                "DROP VIEW @.batches_mv | View @.batches_mv is gone",
                "DETACH TABLE @.sessions_mv | View @.sessions_mv is detached",
                "DETACH TABLE @.user_clicks_per_minute_mv PERMANENTLY | View @.user_clicks_per_minute_mv is detached",
                "RENAME TABLE @.sessions_mv TO @.sessions_old | has the name @.sessions_old now",
                "ALTER TABLE @.film_clicks_per_minute_mv MODIFY QUERY SELECT toStartOfMinute(event_ts) AS minute, film_id,"
                        + " count() AS clicks, toUInt64(0) AS watchlist_adds FROM @.clicks WHERE film_id > 5 GROUP BY minute,"
                        + " film_id | is not as its steps in schema_history have made it",
                "DROP VIEW @.user_clicks_per_minute_mv; CREATE MATERIALIZED VIEW @.user_clicks_per_minute_mv ENGINE ="
                        + " SummingMergeTree ORDER BY minute AS SELECT toStartOfMinute(event_ts) AS minute, user_id, count() AS"
                        + " clicks FROM @.clicks GROUP BY minute, user_id | writes to a table of its own",
                "CREATE TABLE @.other AS @.sessions; DROP VIEW @.sessions_mv; CREATE MATERIALIZED VIEW @.sessions_mv TO @.other"
                        + " AS SELECT toDate(event_ts) AS day, user_id, session_id FROM @.clicks | writes to @.other",
                "CREATE TABLE @.others AS @.clicks; DROP VIEW @.film_clicks_per_minute_mv; CREATE MATERIALIZED VIEW"
                        + " @.film_clicks_per_minute_mv TO @.film_clicks_per_minute AS SELECT toStartOfMinute(event_ts) AS minute,"
                        + " film_id, count() AS clicks, countIf(event_type = 'add_to_watchlist') AS watchlist_adds FROM @.others"
                        + " GROUP BY minute, film_id | FROM @.others",
                "DROP VIEW @.batches_mv; CREATE VIEW @.batches_mv AS SELECT 1 AS one | it is a View",
                "EXCHANGE TABLES @.film_clicks_per_minute_mv AND @.user_clicks_per_minute_mv | View"
                        + " @.user_clicks_per_minute_mv is not as",
                "CREATE TABLE @.own (n UInt64) ENGINE = MergeTree ORDER BY n; CREATE MATERIALIZED VIEW @.own_mv TO @.own AS"
                        + " SELECT count() AS n FROM @.clicks; EXCHANGE TABLES @.own_mv AND @.sessions_mv | View @.sessions_mv is"
                        + " not as",
                "CREATE MATERIALIZED VIEW @.again TO @.sessions AS SELECT toDate(event_ts) AS day, user_id, session_id FROM"
                        + " @.clicks | View @.again writes into @.sessions too",
                "RENAME TABLE @.clicks TO @.clicks_old; CREATE TABLE @.clicks AS @.clicks_old | still belongs to an earlier"
                        + " table of the name clicks",
            })
    void aViewIsNamedAndComesBack(String damage, String sentence) {
        run(damage);
        List<SchemaFault> faults = faults();
        assertThat(faults).isNotEmpty().allMatch(fault -> fault.mend() == SchemaFault.Mend.REPLAY);
        assertThat(faults.toString()).contains(sentence.replace("@", database.name()));
        assertThat(faults.get(0).text("2026-01-31 12:00:00"))
                .contains("; then: ./clickreel replay --from '2026-01-31 12:00:00'");
        assertBroughtBack(faults);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "DROP TABLE @.clicks | Table @.clicks was dropped. Its rows can be had back until | REPLAY",
                "DROP TABLE @.deliveries | Table @.deliveries was dropped | NOTHING",
                "DROP TABLE @.sessions SYNC | Table @.sessions is gone, with its rows | REPLAY_ALL",
                "DROP TABLE @.clicks SYNC | Table @.clicks is gone, with its rows | REPLAY_ALL",
                "DROP TABLE @.redrives SYNC | from a backup only | NOTHING",
                "DETACH TABLE @.film_clicks_per_minute PERMANENTLY | Table @.film_clicks_per_minute is detached | REPLAY",
                "RENAME TABLE @.batches TO @.batches_old | @.batches_old has its form | REPLAY",
                "CREATE TABLE @.log (n UInt64) ENGINE = Log; EXCHANGE TABLES @.log AND @.user_clicks_per_minute | another one"
                        + " than its steps | REPLAY_ALL",
                "RENAME TABLE @.device_events_per_minute TO @.mine; DROP TABLE @.mine SYNC; CREATE TABLE"
                        + " @.device_events_per_minute (minute DateTime('UTC')) ENGINE = MergeTree ORDER BY minute | another one"
                        + " than its steps | REPLAY_ALL",
                "ALTER TABLE @.batches DROP COLUMN first_timestamp | lacks columns of its steps in schema_history:"
                        + " first_timestamp is gone | REPLAY_ALL",
                "ALTER TABLE @.film_clicks_per_minute MODIFY COLUMN clicks UInt8 | clicks has the type UInt8 | REPLAY_ALL",
                "ALTER TABLE @.dead_letters DROP COLUMN detail | detail is gone | NOTHING",
            })
    void aTableIsNamedAndComesBack(String damage, String sentence, SchemaFault.Mend mend) {
        run(damage);
        List<SchemaFault> faults = faults();
        assertThat(faults.toString()).contains(sentence.replace("@", database.name()));
        assertThat(faults.get(0).mend()).isEqualTo(mend);
        assertBroughtBack(faults);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE MATERIALIZED VIEW @.mine ENGINE = SummingMergeTree ORDER BY film_id AS SELECT film_id, count() AS n FROM"
                        + " @.clicks GROUP BY film_id",
                "CREATE TABLE @.more AS @.sessions",
                "ALTER TABLE @.clicks MODIFY TTL toDateTime(event_ts) + toIntervalDay(30)",
                "ALTER TABLE @.clicks ADD COLUMN country LowCardinality(String) DEFAULT ''",
                "ALTER TABLE @.clicks MODIFY COLUMN film_id UInt64",
                "ALTER TABLE @.film_clicks_per_minute COMMENT COLUMN clicks 'mine'",
                "TRUNCATE TABLE @.sessions",
                "DETACH TABLE @.sessions_mv; ATTACH TABLE @.sessions_mv",
                "CREATE TABLE @.films AS @.dim_film; EXCHANGE TABLES @.films AND @.dim_film",
            })
    void whatAUserMayDoIsNoFault(String change) {
        run(change);
        assertThat(faults()).isEmpty();
    }

    @Test
    void withoutHistoryNothingIsSaid() {
        run("RENAME TABLE @.schema_history TO @.was_history");
        assertThat(new SchemaCheck(database.clickHouse(), () -> List.of(CLICKS)).faults())
                .isEmpty();
        run("RENAME TABLE @.was_history TO @.schema_history");
        assertThat(faults()).isEmpty();
    }

    /** Each statement by itself, from another database; as a user would who reads what is said again until nothing is. */
    private void assertBroughtBack(List<SchemaFault> first) {
        List<SchemaFault> faults = first;
        for (int i = 0; i < 3 && !faults.isEmpty(); i++) {
            faults.stream().flatMap(fault -> fault.statements().stream()).forEach(database::execute);
            faults = faults();
        }
        assertThat(faults).isEmpty();
    }

    private List<SchemaFault> faults() {
        return new SchemaCheck(database.clickHouse(), () -> List.of(CLICKS))
                .faults()
                .orElseThrow();
    }

    private void run(String statements) {
        for (String statement : statements.split("; ")) {
            database.execute(statement);
        }
    }
}
