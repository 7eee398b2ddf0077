package io.clickreel.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.TestDatabase;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes through the one door, both ways, on the real ClickHouse. */
@Tag("services")
class ClickHouseTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.absent("door");

    @BeforeAll
    static void make() {
        database.execute("CREATE DATABASE @");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "it's",
                "`tick`",
                "back\\slash",
                "a\tb\nc",
                "{x:String}",
                "'; DROP DATABASE x; --",
                "ü €"
            })
    void aTextComesBackAsItWasGivenAloneAndInAList(String text) {
        Row row = database.clickHouse()
                .row(new Sql(
                        "SELECT {one:String} AS one, {all:Array(String)} AS all",
                        Map.of("one", text, "all", List.of(text))));
        assertThat(row.text("one")).isEqualTo(text);
        assertThat(row.texts("all")).containsExactly(text);
    }

    @Test
    void eachTypeHasItsForm() {
        UUID id = UUID.randomUUID();
        Row row = database.clickHouse()
                .row(new Sql(
                                "SELECT {id:UUID} AS id, toUInt64(1) + {n:Int64} AS n, true AS yes, NULL AS nothing, ['a', NULL] AS texts")
                        .with("id", id)
                        .with("n", 41));
        assertThat(row.uuid("id")).isEqualTo(id);
        assertThat(row.number("n")).isEqualTo(42);
        assertThat(row.number("yes")).isEqualTo(1);
        assertThat(row.optionalNumber("nothing")).isEmpty();
        assertThat(row.textOrNull("nothing")).isNull();
        assertThat(row.texts("texts")).isEqualTo(Arrays.asList("a", null));
        assertThatThrownBy(() -> row.text("none")).hasMessageContaining("has no column none, but [");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "two words", "a.b", "a`b", "back\\slash", "quo'te"})
    void anyNameCanBeQuoted(String name) {
        ClickHouse clickHouse = database.clickHouse();
        clickHouse.run("CREATE TABLE " + Sql.quoted(name) + " (n UInt8) ENGINE = Memory");
        try {
            assertThat(Tables.read(clickHouse).find(name)).isPresent();
            assertThat(clickHouse.number(new Sql("SELECT count() FROM " + Sql.quoted(name))))
                    .isZero();
        } finally {
            clickHouse.run("DROP TABLE " + Sql.quoted(name));
        }
    }

    @Test
    void settingsAndDatabaseAreThoseOfTheStatement() {
        ClickHouse other = database.clickHouse().in("system").with(Map.of("max_threads", "3"));
        assertThat(other.row(new Sql("SELECT currentDatabase() AS d, getSetting('max_threads') AS threads")))
                .returns("system", row -> row.text("d"))
                .returns(3L, row -> row.number("threads"));
        assertThat(database.clickHouse()
                        .row(new Sql("SELECT currentDatabase() AS d"))
                        .text("d"))
                .isEqualTo(database.name());
    }

    @Test
    void twoPiecesCannotGiveOneParameterTwoValues() {
        Sql first = new Sql("a = {x:UInt8}").with("x", 1);
        assertThat(first.plus(" AND ").plus(first).parameters()).isEqualTo(Map.of("x", 1));
        assertThatThrownBy(() -> first.plus(new Sql("b = {x:UInt8}").with("x", 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The parameter x would be 1 and 2 in one statement");
    }

    @Test
    void aRefusalSaysWhatWhereAndHowToMend() {
        assertThatThrownBy(() -> database.clickHouse().rows(new Sql("SELECT 1\nFROM no_such_table")))
                .isInstanceOfSatisfying(ClickHouseFailure.class, failure -> {
                    assertThat(failure.isRefusal()).isTrue();
                    assertThat(failure.isMissing()).isTrue();
                    assertThat(failure)
                            .hasMessageContaining(
                                    "(clickhouse.host, clickhouse.port) refused 'SELECT 1 FROM no_such_table'")
                            .hasMessageContaining("no_such_table")
                            .hasMessageEndingWith("'./clickreel up' makes what is missing, by ddl/.");
                });
        assertThatThrownBy(() -> database.clickHouse().in("no_such_database").run("SELECT 1"))
                .isInstanceOfSatisfying(ClickHouseFailure.class, failure -> assertThat(failure.isMissing())
                        .isTrue());
        try (ClickHouse stranger = database.connection().as("nobody", "wrong").open()) {
            assertThatThrownBy(() -> stranger.run("SELECT 1"))
                    .hasMessageContaining("Correct clickhouse.user and clickhouse.password");
        }
    }

    @Test
    void whoDoesNotAnswerInTimeIsAwayAndNoRefusal() {
        try (ClickHouse hasty = database.connection().withTimeout(300).open();
                ClickHouse nobody =
                        new ClickHouseConnection("127.0.0.1", 9, false, "default", "", "default", 1_000).open()) {
            assertThatThrownBy(() -> hasty.rows(new Sql("SELECT sleep(2)")))
                    .isInstanceOfSatisfying(ClickHouseFailure.class, failure -> assertThat(failure.isRefusal())
                            .isFalse())
                    .hasMessageContaining("ClickHouse does not answer at 127.0.0.1:");
            assertThatThrownBy(() -> nobody.run("SELECT 1"))
                    .hasMessageContaining(
                            "ClickHouse does not answer at 127.0.0.1:9 (clickhouse.host, clickhouse.port)")
                    .hasMessageEndingWith("Start it, or correct these settings.");
        }
    }
}
