package io.clickreel.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;

/** Which statements the embedded ClickHouse says that it runs. */
final class Running {
    private Running() {}

    /** @param comment is in the statement as a comment of its own */
    static void await(String comment, boolean running) {
        Http http = Http.shared();
        String sql =
                "SELECT count() > 0 FROM system.processes WHERE position(query, '/* ' || '" + comment + " */') > 0";
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(http.ask(sql))
                .isEqualTo(running ? "1" : "0"));
    }
}
