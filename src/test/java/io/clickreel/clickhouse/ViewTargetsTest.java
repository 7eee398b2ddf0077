package io.clickreel.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which views an insert passes through, and where each view writes to, however its definition is written. */
@Tag("services")
class ViewTargetsTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.absent("view_targets");

    private static TestDatabase elsewhere;

    @BeforeAll
    static void make() {
        elsewhere = TestDatabase.absent("view_targets_elsewhere");
    }

    @AfterAll
    static void drop() {
        elsewhere.close();
    }

    @BeforeEach
    void makeTables() {
        database.execute("CREATE DATABASE @");
        elsewhere.execute("CREATE DATABASE @");
        for (String table : new String[] {"@.source", "@.target", "@.`an odd.name`", elsewhere.name() + ".far"}) {
            database.execute("CREATE TABLE " + table + " (n UInt64, t DateTime) ENGINE = MergeTree ORDER BY n");
        }
    }

    @AfterEach
    void none() {
        database.execute("DROP DATABASE @ SYNC");
        elsewhere.execute("DROP DATABASE @ SYNC");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "v TO @.target AS SELECT n FROM @.source | @.target",
                "v TO @.target (n UInt64) AS SELECT n FROM @.source | @.target",
                "`a view` TO @.`an odd.name` AS SELECT n FROM @.source | @.an odd.name",
                "v TO #.far AS SELECT n FROM @.source | #.far",
                "`v TO x` TO @.target AS SELECT n FROM @.source WHERE ' TO y' != '' | @.target",
            })
    void aViewWritesWhereItsDefinitionSays(String view, String target) {
        run("CREATE MATERIALIZED VIEW @." + view);
        assertThat(tables().viewsOn(tables().own("source"))).singleElement().satisfies(found -> {
            assertThat(found.target()).hasToString(named(target));
            assertThat(found.hasOwnTarget()).isFalse();
        });
    }

    @Test
    void oneWithoutTargetHasATableOfItsOwn() {
        run("CREATE MATERIALIZED VIEW @.own ENGINE = MergeTree ORDER BY s AS SELECT n, ' TO y' AS s FROM @.source");
        assertThat(tables().viewsOn(tables().own("source"))).singleElement().satisfies(found -> {
            assertThat(found.hasOwnTarget()).isTrue();
            assertThat(found.target()).hasToString(database.name() + "..inner_id." + found.id());
            assertThat(tables().find(found.target())).isPresent();
        });
    }

    @Test
    void aViewOfAnotherDatabaseIsFoundAndSoIsItsTarget() {
        run("CREATE MATERIALIZED VIEW #.v TO #.far AS SELECT n FROM @.source");
        assertThat(tables().viewsOn(tables().own("source"))).singleElement().satisfies(found -> {
            assertThat(found.name()).hasToString(named("#.v"));
            assertThat(tables().find(found.target())).get().returns("MergeTree", Table::engine);
        });
    }

    @Test
    void aViewThatIsRefreshedWritesButNoInsertPassesThroughIt() {
        run("CREATE MATERIALIZED VIEW @.r REFRESH EVERY 1 DAY OFFSET 5 MINUTE RANDOMIZE FOR 1 MINUTE APPEND TO @.target"
                + " AS SELECT n, t FROM @.source");
        run("CREATE MATERIALIZED VIEW @.own REFRESH EVERY 1 DAY ENGINE = MergeTree ORDER BY n AS SELECT n, ' TO y' AS s"
                + " FROM @.source");
        assertThat(tables().viewsOn(tables().own("source"))).isEmpty();
        assertThat(tables().find("r")).get().satisfies(view -> assertThat(view.target())
                .hasToString(named("@.target")));
        assertThat(tables().find("own")).get().returns(true, Table::hasOwnTarget);
    }

    @Test
    void aWindowViewWritesToo() {
        ClickHouse old = database.clickHouse()
                .with(Map.of("allow_experimental_window_view", "1", "allow_experimental_analyzer", "0"));
        String select = " AS SELECT count() AS n FROM source GROUP BY tumble(t, toIntervalMinute(1)) AS w";
        old.run("CREATE WINDOW VIEW w TO target" + select);
        old.run("CREATE WINDOW VIEW own ENGINE = MergeTree ORDER BY n" + select);
        assertThat(tables().find("w")).get().satisfies(view -> assertThat(view.target())
                .hasToString(named("@.target")));
        assertThat(tables().find("own")).get().satisfies(view -> assertThat(tables().find(view.target()))
                .isPresent());
    }

    private static Tables tables() {
        return Tables.read(database.clickHouse());
    }

    private static void run(String sql) {
        database.execute(named(sql));
    }

    private static String named(String text) {
        return text.replace("@", database.name()).replace("#", elsewhere.name());
    }
}
