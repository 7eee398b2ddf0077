package io.clickreel.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What should be there is read from the statements that were applied. */
final class ExpectedSchemaTest {
    private static final String TABLE =
            "CREATE TABLE IF NOT EXISTS t -- a comment; with a semicolon\n(\n    a UInt64, b Enum8('x, y' = 1, ')' = 2),\n"
                    + " c DateTime64(3, 'UTC') DEFAULT now64(3) CODEC(Delta, LZ4), INDEX i a TYPE minmax\n)\n"
                    + "ENGINE = SummingMergeTree(a) ORDER BY (a, b)";

    @Test
    void theShippedStepsMakeFiveViewsAndTheirTables() {
        Map<String, SchemaObject> objects =
                after(DdlFolder.read(Path.of("ddl")).stream().map(DdlFile::sql).toList());
        assertThat(objects.values().stream()
                        .filter(SchemaObject::isMaterializedView)
                        .map(view -> view.name() + " > " + view.target()))
                .contains(
                        "film_clicks_per_minute_mv > film_clicks_per_minute",
                        "user_clicks_per_minute_mv > user_clicks_per_minute",
                        "device_events_per_minute_mv > device_events_per_minute",
                        "sessions_mv > sessions",
                        "batches_mv > batches");
        assertThat(objects.keySet()).contains("clicks", "deliveries", "dead_letters", "redrives");
        assertThat(objects.get("clicks").statements()).hasSizeGreaterThan(2);
        assertThat(objects.get("clicks").columns()).containsKeys("event_id", "_header_values", "_ingested_at");
    }

    @Test
    void aTableIsReadWithItsColumnsAndKeyWhateverItsTextLooksLike() {
        SchemaObject table = after(List.of(TABLE)).get("t");
        assertThat(table.engine()).isEqualTo("SummingMergeTree");
        assertThat(table.sortingKey()).isEqualTo("a, b");
        assertThat(table.columns())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "a",
                        "UInt64",
                        "b",
                        "Enum8('x, y' = 1, ')' = 2)",
                        "c",
                        "DateTime64(3, 'UTC') DEFAULT now64(3) CODEC(Delta, LZ4)"));
        assertThat(table.create("db", Set.of("t")).get(0)).startsWith("CREATE TABLE db.t ( a UInt64, b Enum8('x, y' =");
    }

    @Test
    void laterStepsChangeWhatThereIs() {
        Map<String, SchemaObject> objects = after(List.of(
                TABLE,
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS d String AFTER a, MODIFY COLUMN a UInt32, DROP COLUMN IF EXISTS c",
                "CREATE MATERIALIZED VIEW IF NOT EXISTS v TO t AS SELECT a FROM clicks",
                "ALTER TABLE v MODIFY QUERY SELECT a, 'x' AS b FROM clicks JOIN t USING a",
                "CREATE TABLE IF NOT EXISTS clicks (a UInt64) ENGINE = MergeTree ORDER BY a",
                "CREATE TABLE IF NOT EXISTS gone (a UInt64) ENGINE = MergeTree ORDER BY a",
                "DROP TABLE IF EXISTS gone"));
        assertThat(objects).containsOnlyKeys("t", "v", "clicks");
        assertThat(objects.get("t").columns()).containsOnlyKeys("a", "b", "d").containsEntry("a", "UInt32");
        assertThat(objects.get("v").select()).isEqualTo("SELECT a, 'x' AS b FROM clicks JOIN t USING a");
        assertThat(objects.get("v").create("db", objects.keySet()))
                .containsExactly(
                        "CREATE MATERIALIZED VIEW db.v TO db.t AS SELECT a, 'x' AS b FROM db.clicks JOIN db.t USING a");
        assertThat(objects.get("clicks").sortingKey()).isEqualTo("a");
    }

    @Test
    void aWiderWholeNumberHoldsWhatANarrowerOneDoes() {
        assertThat(ColumnType.holds("UInt64", "UInt32 CODEC(LZ4)")).isTrue();
        assertThat(ColumnType.holds("DateTime64(3, 'UTC')", "DateTime64(3,'UTC') DEFAULT now64(3)"))
                .isTrue();
        assertThat(ColumnType.holds("UInt8", "UInt32")).isFalse();
        assertThat(ColumnType.holds("Int64", "UInt32")).isFalse();
        assertThat(ColumnType.holds("DateTime", "DateTime64(3, 'UTC')")).isFalse();
        assertThat(ColumnType.holds(null, "String")).isFalse();
    }

    private static Map<String, SchemaObject> after(List<String> steps) {
        return ExpectedSchema.after(steps);
    }
}
