package io.clickreel.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.delivery.StartingPoint.Log;
import io.clickreel.delivery.StartingPoint.Lost;
import io.clickreel.delivery.StartingPoint.Resume;
import io.clickreel.delivery.StartingPoint.Unclear;
import io.clickreel.delivery.ledger.StoredRanges;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class StartingPointTest {
    private static final Uuid TOPIC = TestRecords.TOPIC_ID;
    private static final Uuid OLD_TOPIC = Uuid.fromString("Kx5AAAAAAAAAAAAAAAAAAA");
    private static final String CONTRACT = "00112233aabbccdd";
    private static final StoredRanges NOTHING = new StoredRanges(OptionalLong.empty(), OptionalLong.empty());

    @Test
    void aPartitionThatWasNeverReadBeginsWhereItsLogBegins() {
        assertThat(find(null, NOTHING, log(0, 90))).isEqualTo(resume(0));
        // Retention took records before anybody wanted them: nothing is lost.
        assertThat(find(null, NOTHING, log(40, 90))).isEqualTo(resume(40));
    }

    @Test
    void orAtItsEndIfTheRouteSaysSo() {
        assertThat(StartingPoint.find(TOPIC, null, NOTHING, new Log(40, 90, 90)))
                .isEqualTo(resume(90));
    }

    @Test
    void afterACleanStopTheCommitIsWhereTheLedgerEnds() {
        assertThat(find(closed(50), stored(50, 50), log(0, 90))).isEqualTo(resume(50));
        // The last records of the last batch were dead letters.
        assertThat(find(closed(50), stored(50, 47), log(0, 90))).isEqualTo(resume(50));
        // All of them were.
        assertThat(find(closed(50), new StoredRanges(OptionalLong.of(50), OptionalLong.empty()), log(0, 90)))
                .isEqualTo(resume(50));
    }

    @Test
    void aBatchThatWasBegunIsFormedAgainWhateverOfItIsStored() {
        Resume again = new Resume(50, OptionalLong.of(60), CONTRACT, null);
        assertThat(find(intent(50, 60), stored(50, 50), log(0, 90))).isEqualTo(again);
        assertThat(find(intent(50, 60), stored(50, 55), log(0, 90))).isEqualTo(again);
        assertThat(find(intent(50, 60), stored(50, 60), log(0, 90))).isEqualTo(again);
    }

    @Test
    void theVeryFirstBatchIsFormedAgainToo() {
        Resume again = new Resume(40, OptionalLong.of(60), CONTRACT, null);
        assertThat(find(intent(40, 60), NOTHING, log(40, 90))).isEqualTo(again);
        assertThat(find(intent(40, 60), new StoredRanges(OptionalLong.empty(), OptionalLong.of(60)), log(40, 90)))
                .isEqualTo(again);
    }

    @Test
    void aBatchThatTheLedgerHasClosedIsNotStoredAgain() {
        assertThat(find(intent(50, 60), stored(60, 60), log(0, 90))).isEqualTo(resume(60));
    }

    @Test
    void offsetsThatKafkaForgotAreFoundInTheLedger() {
        assertThat(find(null, stored(50, 50), log(0, 90)))
                .isEqualTo(remarked(
                        50,
                        "Kafka has no committed offset of this group, but by the ledger (table"
                                + " deliveries) offset 50 is the next; it continues there"));
    }

    @Test
    void offsetsThatSomebodyMovedDoubleAndSkipNothing() {
        for (OffsetAndMetadata moved : new OffsetAndMetadata[] {
            new OffsetAndMetadata(0), new OffsetAndMetadata(20), new OffsetAndMetadata(90), closed(70), intent(20, 30)
        }) {
            assertThat(find(moved, stored(50, 50), log(0, 90))).isInstanceOfSatisfying(Resume.class, resume -> {
                assertThat(resume.offset()).isEqualTo(50);
                assertThat(resume.boundEnd()).isEmpty();
                assertThat(resume.remark()).contains("offset " + moved.offset() + " is committed");
            });
        }
    }

    @Test
    void anOffsetThatTheUserSetBeforeTheFirstReadIsWhereItBegins() {
        assertThat(find(new OffsetAndMetadata(70), NOTHING, log(0, 90))).isEqualTo(resume(70));
    }

    @Test
    void anEmptyDatabaseIsFilledAgainFromAllThatKafkaHas() {
        assertThat(find(closed(50), NOTHING, log(10, 90))).isInstanceOfSatisfying(Resume.class, resume -> {
            assertThat(resume.offset()).isEqualTo(10);
            assertThat(resume.remark()).contains("ClickHouse has nothing of this topic");
        });
        assertThat(find(intent(50, 60), NOTHING, log(10, 90)))
                .isInstanceOfSatisfying(
                        Resume.class, resume -> assertThat(resume.boundEnd()).isEmpty());
    }

    @Test
    void aTopicThatWasMadeAnewIsReadFromItsBeginning() {
        OffsetAndMetadata ofTheOld = Intent.of(OLD_TOPIC, 60, CONTRACT).at(50);
        assertThat(find(ofTheOld, NOTHING, log(0, 90))).isInstanceOfSatisfying(Resume.class, resume -> {
            assertThat(resume.offset()).isZero();
            assertThat(resume.remark()).contains("made again");
        });
    }

    @Test
    void rowsBeyondTheLedgerOfABatchWithoutKnownEndStopIt() {
        assertThat(find(null, stored(50, 55), log(0, 90))).isInstanceOf(Unclear.class);
        assertThat(find(closed(50), stored(50, 55), log(0, 90))).isInstanceOf(Unclear.class);
        // Kafka has gone back to the intent before.
        assertThat(find(intent(40, 50), stored(50, 55), log(0, 90))).isInstanceOf(Unclear.class);
        assertThat(find(intent(50, 60), stored(50, 61), log(0, 90))).isInstanceOf(Unclear.class);
        assertThat(find(new OffsetAndMetadata(20), stored(50, 55), log(0, 90)))
                .isInstanceOfSatisfying(Unclear.class, unclear -> assertThat(unclear.reason())
                        .contains("up to offset 54")
                        .contains("ends with offset 49")
                        .contains("./clickreel replay"));
        assertThat(find(null, new StoredRanges(OptionalLong.empty(), OptionalLong.of(5)), log(0, 90)))
                .isInstanceOf(Unclear.class);
    }

    @Test
    void unreadOffsetsThatAreGoneAreLostAndNamed() {
        assertThat(find(closed(50), stored(50, 50), log(70, 90))).isEqualTo(new Lost(50, resume(70)));
        // All of the log is gone.
        assertThat(find(closed(50), stored(50, 50), log(90, 90))).isEqualTo(new Lost(50, resume(90)));
        assertThat(find(closed(50), stored(50, 50), log(50, 90))).isEqualTo(resume(50));
    }

    @Test
    void ofABatchThatWasBegunButNotStoredTheRestIsFreeAgain() {
        assertThat(find(intent(50, 80), stored(50, 50), log(70, 90))).isEqualTo(new Lost(50, resume(70)));
    }

    @Test
    void aBatchThatIsStoredInPartAndCannotBeFormedAgainStopsIt() {
        assertThat(find(intent(50, 80), stored(50, 60), log(70, 90)))
                .isInstanceOfSatisfying(Unclear.class, unclear -> assertThat(unclear.reason())
                        .contains("from offset 50 to 79")
                        .contains("deleted its records from 50 to 69"));
    }

    @Test
    void aLogThatEndsBeforeWhatIsStoredStopsIt() {
        assertThat(find(closed(50), stored(50, 50), log(0, 30)))
                .isInstanceOfSatisfying(Unclear.class, unclear -> assertThat(unclear.reason())
                        .contains("offset 50 would be next, but Kafka's log ends at 30"));
        assertThat(find(intent(50, 60), stored(50, 50), log(0, 55))).isInstanceOf(Unclear.class);
    }

    private static StartingPoint find(OffsetAndMetadata committed, StoredRanges stored, Log log) {
        return StartingPoint.find(TOPIC, committed, stored, log);
    }

    private static OffsetAndMetadata closed(long offset) {
        return Intent.none(TOPIC).at(offset);
    }

    private static OffsetAndMetadata intent(long offset, long end) {
        return Intent.of(TOPIC, end, CONTRACT).at(offset);
    }

    private static StoredRanges stored(long closedEnd, long insertedEnd) {
        return new StoredRanges(OptionalLong.of(closedEnd), OptionalLong.of(insertedEnd));
    }

    private static Log log(long start, long end) {
        return new Log(start, end, start);
    }

    private static Resume resume(long offset) {
        return remarked(offset, null);
    }

    private static Resume remarked(long offset, String remark) {
        return new Resume(offset, remark);
    }
}
