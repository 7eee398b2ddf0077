package io.clickreel.audit;

import static io.clickreel.audit.StoredClicks.TOPIC_ID;
import static io.clickreel.audit.StoredClicks.violations;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Each way in which clicks can be lost or doubled is found and named by its range. */
final class AuditTest extends AuditTestSupport {
    @Test
    void whatIsUndisturbedHolds() {
        AuditReport report = stored.audit(deep());
        assertThat(report.findings()).isEmpty();
        assertThat(report.verdict().exitCode()).isZero();
        assertThat(report.text())
                .containsPattern("dvd_clicks +0 +0 +249 +250 +0 +0 +0 +0 +10  holds")
                .containsPattern("dvd_clicks +1 +0 +99 +97 +1 +2 +0 +0 +0  holds")
                .containsPattern("sessions +347 +347  holds")
                .containsPattern("batches +347 +347  holds")
                .endsWith("nothing lost, nothing doubled\n");
    }

    @Test
    void nothingDeliveredYetHolds() {
        stored.empty();
        stored.kafka(0, 0, 5, 0);
        assertThat(stored.audit().verdict()).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void aRangeThatLacksInTheLedgerIsLost() {
        stored.delivered(0, 300, 310).kafka(0, 0, 310, 310);
        assertViolated("dvd_clicks-0: offsets 250 to 299 (50) are lost");
    }

    @Test
    void rowsThatAreNotInTheLedgerAreNamed() {
        stored.insert(TOPIC_ID, 0, 260, 270);
        stored.delivered(0, 300, 310).kafka(0, 0, 310, 310);
        assertViolated("offsets 260 to 269 are stored without being in the ledger", "offsets 250 to 299 (50) are lost");
    }

    @Test
    void rangesThatOverlapAreDoubled() {
        stored.closed(TOPIC_ID, 0, 240, 260, 20, 0);
        stored.insert(TOPIC_ID, 0, 240, 260);
        stored.kafka(0, 0, 260, 260);
        assertViolated("dvd_clicks-0: offsets 240 to 249 (10) are doubled: more than one range");
    }

    @Test
    void aBatchThatWasInsertedTwiceIsDoubled() {
        stored.insert(TOPIC_ID, 0, 100, 250);
        assertViolated("dvd_clicks-0: in offsets 100 to 249 150 rows too many (doubled): the ledger says 150, table"
                + " clicks got 300");
    }

    @Test
    void aBatchThatWasNotInsertedIsLost() {
        stored.closed(TOPIC_ID, 0, 250, 260, 10, 0);
        stored.kafka(0, 0, 260, 260);
        assertViolated("dvd_clicks-0: in offsets 250 to 259 10 rows missing (lost)");
    }

    @Test
    void aDeadLetterThatLacksIsLost() {
        stored.execute("TRUNCATE TABLE @.dead_letters");
        assertViolated("dvd_clicks-1: in offsets 0 to 99 1 dead letter missing (lost)");
    }

    @Test
    void aRecordThatIsDeadAndStoredIsDoubled() {
        stored.dead(0, 42);
        assertViolated("dvd_clicks-0: in offsets 0 to 99 1 dead letter too many (doubled)");
        assertThat(violations(stored.audit(deep())))
                .anyMatch(sentence ->
                        sentence.contains("offsets 42 are doubled: they are in clicks and in dead_letters"));
    }

    @Test
    void offsetsThatKafkaDeletedAreLost() {
        stored.closed(TOPIC_ID, 0, 250, 260, 0, 0, 10);
        stored.kafka(0, 260, 260, 260);
        assertViolated(
                "dvd_clicks-0: offsets 250 to 259 (10) are lost: Kafka had deleted them before they were read, as was"
                        + " seen at 20");
    }

    @Test
    void aViewThatIsShortIsNamedByItsMinutes() {
        stored.insertPast("film_clicks_per_minute", TOPIC_ID, 0, 250, 252);
        stored.closed(TOPIC_ID, 0, 250, 252, 2, 0);
        List<String> violations = violations(stored.audit());
        assertThat(violations).hasSize(1);
        assertThat(violations.get(0))
                .contains("View film_clicks_per_minute is not the sum")
                .contains("1 differs in minute 2026-01-31 12:00 (UTC), where clicks has ")
                .contains("(2 short)")
                .contains("Run: ./clickreel replay --from '2026-01-31 12:00:00' --to '2026-01-31 12:00:26'");
    }

    @Test
    void sessionsThatCountTooMuchAreNamedByTheirDay() {
        stored.execute(
                "INSERT INTO @.sessions (day, user_id, session_id, clicks) VALUES ('2026-01-31', 'u_1', 's_1', 5)");
        assertViolated(
                "View sessions is not the sum of the raw rows: 1 differs in day 2026-01-31 (UTC), where clicks has"
                        + " 347 and the view 352 (5 too many)");
    }

    @Test
    void rowsThatWereTakenOutOfClicksAreNamedByTheirOffsets() {
        // As if they had been inserted: what counts inserts has them.
        stored.insert(TOPIC_ID, 0, "SELECT number AS o FROM numbers(250, 10) WHERE number NOT IN (252, 253, 257)");
        stored.closed(TOPIC_ID, 0, 250, 260, 10, 0);
        stored.execute("INSERT INTO @.batches SELECT * REPLACE(252 AS first_offset, 257 AS last_offset, 3 AS rows) FROM"
                + " (SELECT * FROM @.batches WHERE first_offset = 250)");
        for (String view :
                List.of("film_clicks_per_minute (minute, clicks)", "user_clicks_per_minute (minute, clicks)")) {
            stored.execute("INSERT INTO @." + view + " VALUES ('2026-01-31 12:00:00', 3)");
        }
        assertThat(violations(stored.audit()))
                .anyMatch(sentence -> sentence.contains("View batches is not the sum"))
                .anyMatch(sentence -> sentence.contains("offsets 252 to 253, 257 are missing (lost)"));
    }

    @Test
    void theBatchThatIsOpenIsInFlight() {
        stored.insert(TOPIC_ID, 0, 250, 255);
        stored.kafka(TOPIC_ID, 0, 0, 300, 250, OptionalLong.of(260));
        AuditReport report = stored.audit();
        assertThat(report.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(report.text()).contains("5 rows in flight, of the batch that is open: offsets 250 to 259");
    }

    @Test
    void aBatchThatReachedClicksButNotEachViewIsRepairedLater() {
        stored.execute("DETACH TABLE @.sessions_mv");
        stored.execute("DETACH TABLE @.batches_mv");
        stored.insert(TOPIC_ID, 0, 250, 260);
        stored.execute("ATTACH TABLE @.sessions_mv");
        stored.execute("ATTACH TABLE @.batches_mv");
        stored.kafka(TOPIC_ID, 0, 0, 300, 250, OptionalLong.of(260));
        AuditReport open = stored.audit();
        assertThat(open.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(open.text())
                .contains("View sessions is short by 10: within the batch that is open")
                .contains("View batches is short by 10: within the batch that is open");

        stored.kafka(0, 0, 300, 250);
        assertViolated("View batches is not the sum", "View sessions is not the sum");
    }

    @Test
    void aViewThatIsShortOutsideOfTheOpenBatchIsNoPartOfIt() {
        stored.insert(TOPIC_ID, 0, 1_250, 1_260);
        stored.insertPast("user_clicks_per_minute", TOPIC_ID, 2, 0, 5);
        stored.closed(TOPIC_ID, 2, 0, 5, 5, 0);
        stored.kafka(2, 0, 5, 5);
        stored.kafka(TOPIC_ID, 0, 0, 1_300, 250, OptionalLong.of(1_260));
        assertThat(violations(stored.audit())).singleElement().asString().contains("View user_clicks_per_minute");
    }

    @Test
    void whatIsWrongWithAFormerTopicIsSaidOfIt() {
        stored.insert(TOPIC_ID, 0, 0, 100);
        stored.madeAnew(new UUID(8, 8), 0);
        assertViolated("former dvd_clicks-0: in offsets 0 to 99 100 rows too many (doubled)");
    }

    @Test
    void rowsBehindEveryBatchThatWasBegunAreNamed() {
        stored.insert(TOPIC_ID, 0, 250, 270);
        stored.kafka(TOPIC_ID, 0, 0, 300, 250, OptionalLong.of(260));
        assertViolated("dvd_clicks-0: offsets 250 to 269 (20 rows) are stored behind the ledger's end");
    }

    @Test
    void aLedgerThatLostItsEndIsNamed() {
        stored.empty();
        stored.delivered(0, 0, 100).kafka(0, 0, 250, 250);
        stored.insert(TOPIC_ID, 0, 100, 250);
        assertViolated("dvd_clicks-0: offsets 100 to 249 are delivered by what Kafka has committed, but the ledger");
    }

    @Test
    void anEndThatKafkaHasLostIsNamed() {
        stored.kafka(0, 0, 200, 250);
        assertViolated("dvd_clicks-0: Kafka's log ends at offset 200, but offsets up to 249 were delivered");
    }

    @Test
    void recordsBeforeTheFirstDeliveryAreNamed() {
        stored.empty();
        stored.delivered(0, 50, 60).kafka(0, 40, 60, 60);
        assertViolated("dvd_clicks-0: offsets 40 to 49 (10) are in Kafka, but ingestion began behind them");
    }

    @Test
    void aTopicThatWasMadeAnewIsJudgedByItself() {
        UUID again = new UUID(8, 8);
        stored.insert(again, 0, 0, 20);
        stored.closed(again, 0, 0, 20, 20, 0);
        stored.madeAnew(again, 20);
        AuditReport report = stored.audit();
        assertUnknown(report, "Kafka has no topic dvd_clicks of the id " + TOPIC_ID);
        assertThat(report.text())
                .containsPattern("dvd_clicks +0 +0 +19 +20 ")
                .contains("dvd_clicks (former, " + TOPIC_ID + ")")
                .containsOnlyOnce("Kafka has no topic dvd_clicks of the id " + TOPIC_ID);
    }

    @Test
    void onlyTheRowsTellOfAnOffsetTwiceInOneInsertAndAnotherMissing() {
        stored.insert(TOPIC_ID, 0, "SELECT if(number = 255, 254, number) AS o FROM numbers(250, 10)");
        stored.closed(TOPIC_ID, 0, 250, 260, 10, 0);
        stored.kafka(0, 0, 260, 260);
        assertThat(stored.audit().verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(violations(stored.audit(deep())))
                .satisfiesExactlyInAnyOrder(
                        doubled ->
                                assertThat(doubled).contains("dvd_clicks-0: offsets 254 are doubled: clicks has more"),
                        lost -> assertThat(lost).contains("dvd_clicks-0: offsets 255 are missing (lost)"));
    }

    @Test
    void theRowsGoOnWhereTheyStopped() {
        List<String> progress = new ArrayList<>();
        stored.audit(new DeepAudit(file(), false, 100, progress::add));
        assertThat(progress).hasSize(3).last().asString().contains("350 of 350 offsets (100 %)");

        progress.clear();
        stored.delivered(0, 250, 260);
        AuditReport report = stored.audit(new DeepAudit(file(), false, 100, progress::add));
        assertThat(progress).singleElement().asString().contains("10 of 10 offsets (100 %)");
        assertThat(report.text()).contains("dvd_clicks-0: rows up to offset 249 were verified before");

        progress.clear();
        stored.audit(new DeepAudit(file(), true, 100, progress::add));
        assertThat(progress).hasSize(4);
    }

    @Test
    void whatWasWrongIsReadAgain() {
        stored.insert(TOPIC_ID, 0, "SELECT if(number = 255, 254, number) AS o FROM numbers(250, 10)");
        stored.closed(TOPIC_ID, 0, 250, 260, 10, 0);
        stored.audit(new DeepAudit(file(), false, 100, line -> {}));
        assertThat(violations(stored.audit(new DeepAudit(file(), false, 100, line -> {}))))
                .hasSize(2);
    }
}
