package io.clickreel.audit;

import static io.clickreel.audit.StoredClicks.TOPIC_ID;
import static io.clickreel.audit.StoredClicks.violations;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What cannot be told, for something is gone or does not answer, is said to be unknown or undecided, and never to hold. */
final class AuditUnknownTest extends AuditTestSupport {
    @Test
    void offsetsThatAreGoneUnreadAreUnknownUntilIngestionPassesThemOver() {
        stored.kafka(0, 255, 300, 250);
        assertUnknown(stored.audit(), "dvd_clicks-0: offsets 250 to 254 (5) are gone from Kafka");
        // All of them, also of a partition that is halted at its log's end.
        stored.kafka(0, 300, 300, 250);
        assertUnknown(stored.audit(), "dvd_clicks-0: offsets 250 to 299 (50) are gone from Kafka");
        // A batch that was begun, and of which nothing is stored.
        stored.kafka(TOPIC_ID, 0, 255, 300, 250, OptionalLong.of(260));
        assertUnknown(stored.audit(), "dvd_clicks-0: offsets 250 to 254 (5) are gone from Kafka");
        stored.kafka(0, 250, 300, 250);
        assertThat(stored.audit().verdict()).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void aPartitionThatWasNeverReadAndBeginsAboveZeroIsUnknownBeforeThat() {
        stored.kafka(2, 1_000, 1_200, 1_000);
        assertUnknown(
                stored.audit(), "dvd_clicks-2: Kafka's log begins at offset 1,000, and nothing of it was delivered");
        // Its first batch is begun, and in flight.
        stored.kafka(TOPIC_ID, 2, 1_000, 1_200, 1_000, OptionalLong.of(1_100));
        assertUnknown(stored.audit(), "dvd_clicks-2: Kafka's log begins at offset 1,000");
    }

    @Test
    void theAuditSaysFromWhichOffsetOnItCanSpeak() {
        stored.delivered(2, 1_000, 1_020);
        stored.kafka(2, 1_000, 1_020, 1_020);
        assertUnknown(stored.audit(), "dvd_clicks-2: the audit can speak from offset 1,000 on");
        stored.kafka(2, 1_010, 1_020, 1_020);
        assertUnknown(stored.audit(), "dvd_clicks-2: the audit can speak from offset 1,000 on");
        stored.kafkaAway();
        AuditReport report = stored.audit();
        assertThat(report.verdict())
                .as("what cannot be decided now outweighs it")
                .isEqualTo(Verdict.UNDECIDED);
        assertThat(report.text()).contains("unknown: dvd_clicks-2: the audit can speak from offset 1,000 on");
    }

    @Test
    void aTopicThatWasDeletedMayHaveHadMore() {
        stored.topicDeleted();
        assertUnknown(stored.audit(), "Whether it had records behind what was delivered, nobody can tell");
        stored.empty();
        assertUnknown(stored.audit(), "Kafka has no topic dvd_clicks, which the route of the stream clicks reads");
    }

    @Test
    void aPartitionOfWhichKafkaTellsNothingIsUndecidedAndTheOthersAreJudged() {
        stored.leaderAway(1);
        AuditReport report = stored.audit();
        assertThat(report.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(report.text())
                .contains("undecided: dvd_clicks-1: Kafka does not answer for this partition (there is no leader)")
                .containsPattern("dvd_clicks +0 +0 +249 +250 +0 +0 +0 +0 +10  holds")
                .doesNotContain("nothing lost");
        stored.kafka(0, 0, 200, 250);
        assertThat(violations(stored.audit())).singleElement().asString().contains("log ends at offset 200");
    }

    @Test
    void aViewThatIsGoneIsNamedWithWhatBringsItBack() {
        stored.execute("DROP VIEW @.film_clicks_per_minute_mv");
        stored.delivered(0, 1_000, 1_200);
        stored.closed(TOPIC_ID, 0, 250, 1_000, 0, 0);
        stored.kafka(0, 0, 1_200, 1_200);
        AuditReport report = stored.audit();
        assertThat(report.verdict().exitCode()).isEqualTo(1);
        assertThat(violations(report).get(0))
                .startsWith(
                        "View test_audit.film_clicks_per_minute_mv is gone: rows that arrive are not counted as they"
                                + " should be in film_clicks_per_minute. Run: CREATE MATERIALIZED VIEW"
                                + " test_audit.film_clicks_per_minute_mv TO test_audit.film_clicks_per_minute AS SELECT ")
                // The first minute of which rows are missing, of 100 s after the first click on.
                .endsWith("FROM test_audit.clicks GROUP BY minute, film_id; then: ./clickreel replay --from '2026-01-31"
                        + " 12:01:40'");
        stored.execute(violations(report).get(0).replaceFirst(".* Run: ", "").replaceFirst("; then:.*", ""));
        assertThat(violations(stored.audit()))
                .singleElement()
                .asString()
                .contains("View film_clicks_per_minute is not the sum");
    }

    @Test
    void aTableWithoutWhichThereIsNoAuditIsNamedAsWell() {
        stored.execute("DETACH TABLE @.clicks PERMANENTLY");
        AuditReport report = stored.audit();
        stored.execute("ATTACH TABLE @.clicks");
        assertThat(report.verdict().exitCode()).isEqualTo(1);
        assertThat(violations(report).get(0))
                .contains("Table test_audit.clicks is detached")
                .contains("Run: ATTACH TABLE test_audit.clicks; then: ./clickreel replay --from '");
        assertThat(stored.audit().verdict()).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void withoutTheHistoryNobodyKnowsWhatShouldBeThere() {
        stored.execute("RENAME TABLE @.schema_history TO @.was_history");
        AuditReport report = stored.audit();
        stored.execute("RENAME TABLE @.was_history TO @.schema_history");
        assertThat(report.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(report.text()).contains("Nothing says which tables and views should be there");
    }

    @Test
    void withoutKafkaTheRestIsJudged() {
        stored.kafkaAway();
        assertThat(stored.audit().verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(stored.audit().text()).contains("undecided: Kafka does not answer (nobody is there)");
        stored.insert(TOPIC_ID, 0, 0, 100);
        assertThat(stored.audit().verdict().exitCode()).isEqualTo(1);
    }
}
