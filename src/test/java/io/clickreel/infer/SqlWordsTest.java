package io.clickreel.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.TestDatabase;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("services")
class SqlWordsTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.withTables("sqlwords");

    @Test
    void eachWordOfSqlThatIsTakenAsItIsNeedsNoQuotes() {
        List<String> words = database.client().queryAll("SELECT lower(keyword) AS w FROM system.keywords").stream()
                .flatMap(row -> List.of(row.getString("w").split(" ")).stream())
                .filter(word -> word.matches("[a-z][a-z0-9_]*"))
                .distinct()
                .sorted()
                .toList();
        assertThat(words).hasSizeGreaterThan(300);
        String names = words.stream()
                .map(word -> "'" + new ColumnNames().give(word) + "'")
                .collect(Collectors.joining(", "));
        assertThat(database.value("""
                WITH
                    concat('SELECT ', name, ', min(', name, ') FROM t WHERE ', name, ' > 1 GROUP BY ', name, ' ORDER BY ', name, ' ASC')
                        AS question,
                    concat(' PARTITION BY toYYYYMM(', name, ') ORDER BY (_partition, ', name, ')') AS keys
                SELECT toString(groupArray(name)) FROM (SELECT arrayJoin([%s]) AS name)
                WHERE coalesce(formatQuerySingleLineOrNull(question), '') != question
                    OR position(coalesce(formatQuerySingleLineOrNull(
                        concat('CREATE TABLE t (', name, ' Date, b Int8) ENGINE = MergeTree', keys)), ''), keys) = 0
                """.formatted(names))).isEqualTo("[]");
    }
}
