package io.clickreel.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SQL as the pipeline, readers and their tools send it: the walls are not in its way. */
@Tag("services")
class UsualSqlTest {
    private final Http http = Http.shared();

    @Test
    void whatClientsAndReadersSendPassesAllWalls() throws Exception {
        String statements;
        try (var in = UsualSqlTest.class.getResourceAsStream("/usual/usual.sql")) {
            statements = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<String> refused = new ArrayList<>();
        int count = 0;
        for (String sql : statements.split("\n\\s*\n")) {
            HttpResponse<String> answer = http.post("", sql.strip());
            count++;
            if (answer.statusCode() != 200) {
                refused.add(sql + " -> " + answer.body());
            }
        }
        assertThat(refused).isEmpty();
        assertThat(count).isGreaterThan(80);
    }

    @Test
    void namesAndValuesMayComeAsParameters() throws Exception {
        Map<String, String> statements = Map.of(
                "SELECT count() FROM {d:Identifier}.{t:Identifier}",
                "param_d=system&param_t=tables",
                "SELECT {c:Identifier} FROM system.one",
                "param_c=dummy",
                "SELECT {p:String}, {a:Array(String)}",
                "param_p=/etc/hostname&param_a=['/a']");
        for (Map.Entry<String, String> sql : statements.entrySet()) {
            assertThat(http.post(sql.getValue(), sql.getKey()).statusCode())
                    .as(sql.getKey())
                    .isEqualTo(200);
        }
    }

    @Test
    void longDataOfValuesMayHoldExpressionsToo() throws Exception {
        http.ask("CREATE TABLE IF NOT EXISTS clickreel.values_of_sql (a UInt64, at DateTime) ENGINE = Memory");
        String rows = "(1, now()), ".repeat(60_000);
        http.ask("INSERT INTO clickreel.values_of_sql VALUES " + rows + "(2, now())");
        assertThat(http.ask("SELECT count() FROM clickreel.values_of_sql")).isEqualTo("60001");
        http.ask("DROP TABLE clickreel.values_of_sql");
    }
}
