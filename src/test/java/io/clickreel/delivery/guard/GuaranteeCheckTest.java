package io.clickreel.delivery.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.StartupException;
import io.clickreel.TestDatabase;
import io.clickreel.schema.SchemaRunner;
import io.clickreel.testing.OrdersStream;
import io.clickreel.testing.Services;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("services")
class GuaranteeCheckTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.withTables("guarantee");

    @Test
    void theShippedTablesAreSound() {
        assertThatCode(GuaranteeCheckTest::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"clicks", "film_clicks_per_minute", "sessions", "batches", "dead_letters", "deliveries"})
    void aTableThatForgetsItsInsertsIsNamedWithWhatToRun(String table) {
        for (int window : new int[] {0, 999}) {
            database.execute(
                    "ALTER TABLE @." + table + " MODIFY SETTING non_replicated_deduplication_window = " + window);
            try {
                assertThatThrownBy(GuaranteeCheckTest::check)
                        .isInstanceOf(StartupException.class)
                        .hasMessageContaining("Table test_guarantee." + table + " remembers its last " + window)
                        .hasMessageContaining("ALTER TABLE test_guarantee." + table + " MODIFY SETTING"
                                + " non_replicated_deduplication_window = 10000");
            } finally {
                database.execute(
                        "ALTER TABLE @." + table + " MODIFY SETTING non_replicated_deduplication_window = 10000");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE MATERIALIZED VIEW @.own ENGINE = SummingMergeTree ORDER BY film_id AS SELECT film_id, count() AS"
                        + " c FROM @.clicks GROUP BY film_id",
                "CREATE MATERIALIZED VIEW @.own ENGINE = Memory AS SELECT film_id FROM @.clicks"
            })
    void aViewThatTheUserAddedIsCheckedToo(String view) {
        database.execute(view);
        try {
            assertThatThrownBy(GuaranteeCheckTest::check)
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("test_guarantee..inner_id.");
        } finally {
            database.execute("DROP VIEW @.own SYNC");
        }
    }

    @Test
    void aViewThatStoresNothingIsFine() {
        database.execute("CREATE TABLE @.nothing (film_id UInt32) ENGINE = Null");
        database.execute("CREATE MATERIALIZED VIEW @.to_nothing TO @.nothing AS SELECT film_id FROM @.clicks");
        try {
            assertThatCode(GuaranteeCheckTest::check).doesNotThrowAnyException();
        } finally {
            database.execute("DROP VIEW @.to_nothing SYNC");
            database.execute("DROP TABLE @.nothing SYNC");
        }
    }

    @Test
    void aUserWhoMayNotAskForExactlyOnceIsToldSo() {
        assertThatThrownBy(() -> check(Map.of("readonly", "1")))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("user default may not set async_insert = 0, insert_deduplicate = 1")
                .hasMessageContaining("Lift the constraint");
    }

    @ParameterizedTest
    @CsvSource({"deduplicate_insert, disable", "use_strict_insert_block_limits, 1"})
    void aProfileThatAnInsertCannotPutRightIsRefused(String setting, String value) {
        assertThatThrownBy(() -> check(Map.of(setting, value)))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("user default has " + setting + " = " + value + " by its settings profile")
                .hasMessageContaining("DROP SETTINGS " + setting);
    }

    @ParameterizedTest
    @CsvSource({"deduplicate_insert, enable", "deduplicate_insert, backward_compatible_choice", "max_threads, 1"})
    void whatDoesNoHarmIsNotRefused(String setting, String value) {
        assertThatCode(() -> check(Map.of(setting, value))).doesNotThrowAnyException();
    }

    @Test
    void whatIsWrongWithTheTablesOfOneStreamIsSaidOfThemOnly() throws IOException {
        orders();
        database.execute("ALTER TABLE @.orders_per_day MODIFY SETTING non_replicated_deduplication_window = 0");
        try {
            assertThatCode(GuaranteeCheckTest::check).doesNotThrowAnyException();
            assertThat(problems("clicks", "orders"))
                    .singleElement()
                    .asString()
                    .contains("Table test_guarantee.orders_per_day remembers its last 0 inserts")
                    .contains("ALTER TABLE test_guarantee.orders_per_day MODIFY SETTING");
        } finally {
            database.execute("ALTER TABLE @.orders_per_day MODIFY SETTING non_replicated_deduplication_window = 10000");
        }
        assertThat(problems("clicks", "orders")).isEmpty();
    }

    @Test
    void oneStreamsFaultHidesNotThatOfAnother() throws IOException {
        orders();
        List<String> tables = List.of("sessions", "orders", "dead_letters");
        tables.forEach(table ->
                database.execute("ALTER TABLE @." + table + " MODIFY SETTING non_replicated_deduplication_window = 1"));
        try {
            assertThat(problems("clicks", "orders"))
                    .hasSize(3)
                    .anyMatch(sentence -> sentence.startsWith("Table test_guarantee.sessions remembers"))
                    .anyMatch(sentence -> sentence.startsWith("Table test_guarantee.orders remembers"))
                    .anyMatch(sentence -> sentence.startsWith("Table test_guarantee.dead_letters remembers"));
            assertThatThrownBy(
                            () -> GuaranteeCheck.check(database.clickHouse(), "default", List.of("clicks", "orders")))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContainingAll("test_guarantee.sessions", "test_guarantee.orders");
        } finally {
            tables.forEach(table -> database.execute(
                    "ALTER TABLE @." + table + " MODIFY SETTING non_replicated_deduplication_window = 10000"));
        }
    }

    @Test
    void aStreamThatNoViewCountsIsNamedAndNoOther() throws IOException {
        orders();
        assertThat(GuaranteeCheck.uncounted(database.clickHouse(), List.of("clicks", "orders")))
                .isEmpty();
        assertThat(GuaranteeCheck.uncounted(database.clickHouse(), List.of("clicks", "orders_per_day", "no_such")))
                .satisfiesExactly(
                        first -> assertThat(first).contains("Table test_guarantee.orders_per_day, in which"),
                        second -> assertThat(second).contains("Table test_guarantee.no_such, in which"));
    }

    /** A second stream with tables of its own; once more changes nothing. */
    private static void orders() throws IOException {
        new SchemaRunner(database.clickHouse()).apply(OrdersStream.ddl(Services.folder()));
    }

    private static List<String> problems(String... tables) {
        return GuaranteeCheck.problems(database.clickHouse(), "default", List.of(tables));
    }

    private static void check() {
        check(Map.of());
    }

    /** As a server would be whose profile has these settings. */
    private static void check(Map<String, String> settings) {
        GuaranteeCheck.check(database.clickHouse().with(settings), "default", List.of("clicks"));
    }
}
