package io.clickreel.delivery;

import static io.clickreel.delivery.TestRecords.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.contract.ContractViolation;
import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.contract.Plan;
import io.clickreel.contract.SchemaAwayException;
import io.clickreel.contract.ValueReader;
import io.clickreel.deadletter.DeadLetter;
import io.clickreel.delivery.batch.Batch;
import io.clickreel.delivery.batch.Decoders;
import io.clickreel.delivery.batch.EventDecoder;
import io.clickreel.delivery.batch.Fates;
import io.clickreel.health.LaneState;
import io.clickreel.health.LaneState.Phase;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PartitionLaneTest {
    private static final BatchLimits LIMITS = new BatchLimits(100, 1_000, 500, 200, 1_500);

    private final PartitionLane lane = lane(0, OptionalLong.empty());

    @Test
    void anEmptyLaneIsNeverReady() {
        assertThat(lane.readyAtMs()).isEqualTo(Long.MAX_VALUE);
        lane.add(List.of(), 0, 0, 1_000);
        assertThat(lane.readyAtMs()).isEqualTo(Long.MAX_VALUE);
        assertThat(lane.isFull()).isFalse();
    }

    @Test
    void aBatchClosesSoLongAfterItsFirstRecord() {
        add(lane, 0, 3, 2, 1_000);
        add(lane, 3, 3, 2, 1_400);

        assertThat(lane.readyAtMs()).isEqualTo(1_500);
        assertThat(offsets(begin())).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void aBatchClosesAtSoManyRowsAndTheRestIsTheNextBatch() {
        add(lane, 0, 99, 2, 1_000);
        assertThat(lane.isFull()).isFalse();
        add(lane, 99, 51, 2, 1_100);

        assertThat(lane.isFull()).isTrue();
        assertThat(lane.readyAtMs()).isEqualTo(1_000);
        assertThat(offsets(deliver(1_200))).hasSize(100).startsWith(0L).endsWith(99L);
        assertThat(offsets(begin())).hasSize(50).startsWith(100L).endsWith(149L);
    }

    @Test
    void aBatchThatKafkaCanFillIsFetchedWholeInsteadOfClosedByTime() {
        lane.add(records(0, 40, 2), 40, 60, 1_000);
        assertThat(lane.readyAtMs()).isEqualTo(16_000);

        lane.add(records(40, 10, 2), 50, 49, 1_100);
        assertThat(lane.readyAtMs()).isEqualTo(1_500);
    }

    @Test
    void whatHadArrivedWhenSomebodyAskedForItIsStoredAtOnceAndWhatComesLaterWaits() {
        add(lane, 0, 3, 2, 1_000);
        lane.flush(1_200);
        assertThat(lane.readyAtMs()).isEqualTo(1_000);
        assertThat(offsets(deliver(1_250))).containsExactly(0L, 1L, 2L);

        add(lane, 3, 3, 2, 1_300);
        lane.flush(1_200); // Each poll says it again.
        assertThat(lane.readyAtMs()).isEqualTo(1_800);
    }

    @Test
    void whatIsLeftOverWaitsFromItsOwnArrival() {
        add(lane, 0, 60, 2, 1_000);
        add(lane, 60, 60, 2, 1_400);
        deliver(1_450);

        assertThat(lane.isFull()).isFalse();
        assertThat(lane.readyAtMs()).isEqualTo(1_900);
    }

    @Test
    void aBatchClosesAtSoManyBytes() {
        add(lane, 0, 15, 90, 1_000);

        assertThat(lane.isFull()).isTrue();
        assertThat(offsets(deliver(1_000))).hasSize(11);
        // 4 of 90 bytes are left: the bytes that were taken count no more.
        assertThat(lane.isFull()).isFalse();
        assertThat(offsets(begin())).containsExactly(11L, 12L, 13L, 14L);
    }

    @Test
    void aRecordLargerThanABatchMakesABatchOfItsOwn() {
        add(lane, 0, 2, 10, 1_000);
        add(lane, 2, 1, 5_000, 1_000);
        add(lane, 3, 2, 10, 1_000);

        assertThat(offsets(deliver(1_000))).containsExactly(0L, 1L);
        assertThat(offsets(deliver(1_000))).containsExactly(2L);
        assertThat(offsets(deliver(2_000))).containsExactly(3L, 4L);
        assertThat(lane.readyAtMs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void recordsWithoutKeyOrValueCountAsRows() {
        lane.add(List.of(TestRecords.record(0, (byte[]) null, null, new RecordHeaders())), 1, 0, 1_000);

        assertThat(begin().size()).isEqualTo(1);
    }

    @Test
    void aBatchThatFailedIsHandedOutAgainTheSameAfterAPauseThatDoublesUpToItsMost() {
        add(lane, 0, 5, 2, 1_000);
        Batch batch = begin();
        long nowMs = 5_000;
        for (long pauseMs : new long[] {200, 400, 800, 1_500, 1_500}) {
            lane.settle(nowMs);
            assertThat(lane.toCommit()).isNull();
            assertThat(lane.readyAtMs()).isEqualTo(nowMs + pauseMs);
            // What arrives meanwhile does not get into it.
            add(lane, nowMs, 1, 2, nowMs);
            nowMs += pauseMs;
            assertThat(begin()).isSameAs(batch);
        }
        assertThat(batch.size()).isEqualTo(5);
        assertThat(batch.getToken()).isEqualTo("Kx4AAAAAAAAAAAAAAAAAAA:3:0-5");
    }

    @Test
    void theNextBatchAfterASuccessBeginsWithTheFirstPauseAgain() {
        add(lane, 0, 1, 2, 0);
        begin();
        lane.settle(0);
        begin();
        lane.settle(200);
        deliver(600);

        add(lane, 1, 1, 2, 1_000);
        assertThat(lane.readyAtMs()).isEqualTo(1_500);
        begin();
        lane.settle(2_000);
        assertThat(lane.readyAtMs()).isEqualTo(2_200);
    }

    @Test
    void aPollWithoutHandOutIsNoFailure() {
        add(lane, 0, 1, 2, 0);
        begin();
        lane.settle(1_000);
        lane.settle(1_100);

        assertThat(lane.readyAtMs()).isEqualTo(1_200);
    }

    @Test
    void aBatchIsHandedOutOnlyWhenItsEndIsCommittedAsItsIntent() {
        PartitionLane lane = lane(7, OptionalLong.empty());
        add(lane, 7, 5, 2, 1_000);
        lane.form();

        assertThatThrownBy(lane::handOut).isInstanceOf(IllegalStateException.class);
        assertThat(lane.toCommit())
                .isEqualTo(commit(
                        7, "clickreel/1 topic=Kx4AAAAAAAAAAAAAAAAAAA intent=12 contract=" + TestRecords.PLAN.hash()));
        lane.committed();
        assertThat(lane.toCommit()).isNull();
        assertThat(lane.handOut().getToken()).isEqualTo("Kx4AAAAAAAAAAAAAAAAAAA:3:7-12");
    }

    @Test
    void anAcknowledgedBatchIsClosedByItselfOrByTheNextIntent() {
        add(lane, 0, 5, 2, 1_000);
        TestRecords.acknowledge(begin());
        lane.settle(1_000);
        assertThat(lane.toCommit()).isEqualTo(commit(5, "clickreel/1 topic=Kx4AAAAAAAAAAAAAAAAAAA"));

        add(lane, 5, 2, 2, 1_100);
        lane.form();
        assertThat(lane.toCommit())
                .isEqualTo(commit(
                        5, "clickreel/1 topic=Kx4AAAAAAAAAAAAAAAAAAA intent=7 contract=" + TestRecords.PLAN.hash()));
    }

    @Test
    void aBatchThatAnEarlierOwnerBeganIsFormedAgainTheSameWhateverTheLimits() {
        // 150 records where 100 is the limit today: the earlier owner had another one.
        PartitionLane heir = lane(1_000, OptionalLong.of(1_150));
        add(heir, 1_000, 120, 2, 0);
        assertThat(heir.isFull()).isFalse();
        assertThat(heir.readyAtMs()).isEqualTo(Long.MAX_VALUE);

        add(heir, 1_120, 60, 2, 10);
        assertThat(heir.readyAtMs()).isLessThanOrEqualTo(10);
        Batch batch = heir.form();
        assertThat(batch.getToken()).isEqualTo("Kx4AAAAAAAAAAAAAAAAAAA:3:1000-1150");
        assertThat(offsets(batch)).hasSize(150).endsWith(1_149L);
        heir.committed();
        TestRecords.acknowledge(heir.handOut());
        heir.settle(20);
        assertThat(offsets(heir.form())).hasSize(30).startsWith(1_150L);
    }

    @Test
    void aBoundBatchIsReadyWhenItsLastOffsetsHoldNoRecords() {
        PartitionLane heir = lane(10, OptionalLong.of(20));
        heir.add(records(10, 5, 2), 20, 0, 0);

        Batch batch = heir.form();
        assertThat(batch.getToken()).isEqualTo("Kx4AAAAAAAAAAAAAAAAAAA:3:10-20");
        assertThat(offsets(batch)).hasSize(5);
    }

    @Test
    void aBatchBehindWhichNothingFollowsEndsWhereItWasRead() {
        lane.add(records(0, 5, 2), 5, 0, 1_000);
        lane.add(List.of(), 6, 0, 1_100);
        assertThat(begin().getToken()).isEqualTo("Kx4AAAAAAAAAAAAAAAAAAA:3:0-6");

        PartitionLane followed = lane(0, OptionalLong.empty());
        followed.add(records(0, 99, 2), 100, 0, 1_000);
        followed.add(records(100, 9, 2), 109, 0, 1_000);
        followed.form();
        followed.committed();
        assertThat(followed.handOut().getToken()).isEqualTo("Kx4AAAAAAAAAAAAAAAAAAA:3:0-101");
    }

    @Test
    void whileABatchFailsTheLaneTakesOneMoreBatchAndIsThenFull() {
        add(lane, 0, 100, 2, 0);
        begin();
        lane.settle(0);

        assertThat(lane.isFull()).isFalse();
        add(lane, 100, 99, 2, 0);
        assertThat(lane.isFull()).isFalse();
        add(lane, 199, 1, 2, 0);
        assertThat(lane.isFull()).isTrue();
    }

    /** Buffers are used again with all the room that they have: counted by their rows, they would fill the heap unseen. */
    @Test
    void whatIsHeldCountsTheRoomThatBuffersHaveGrown() {
        Decoders decoders = TestRecords.decoders();
        Batch many = clicks(decoders.take(), 500);
        long grown = many.heldBytes();
        assertThat(grown).isGreaterThan(many.rows().byteCount());
        decoders.giveBack(many.decoder());

        assertThat(clicks(decoders.take(), 1).heldBytes()).isEqualTo(grown);
        assertThat(clicks(decoders.take(), 1).heldBytes()).as("of a new one").isLessThan(grown);
    }

    @Test
    void peopleAreToldWhatItDoes() {
        Instant now = Instant.parse("2026-11-27T12:00:00Z");
        assertThat(lane.state(1_000, now, null).phase()).isEqualTo(Phase.IDLE);
        add(lane, 0, 3, 2, 1_000);
        assertThat(lane.state(3_000, now, null))
                .returns(Phase.FORMING, LaneState::phase)
                .returns(now.minusSeconds(2), LaneState::since);
        assertThat(lane.state(3_000, now, "a replay"))
                .hasToString("dvd_clicks-3: held since 2026-11-27T11:59:58Z: a replay");

        Batch batch = begin();
        assertThat(lane.state(3_000, now, "a replay"))
                .hasToString("dvd_clicks-3 offsets 0 to 2: in flight since 2026-11-27T12:00:00Z");
        batch.failed(new IllegalStateException("ClickHouse is full"));
        lane.settle(4_000);
        assertThat(lane.state(4_100, now, null))
                .returns(1, LaneState::failures)
                .hasToString(
                        "dvd_clicks-3 offsets 0 to 2 could not be stored since 2026-11-27T11:59:59.900Z (1 try), tried"
                                + " again at 2026-11-27T12:00:00.100Z. Last error: ClickHouse is full");

        TestRecords.acknowledge(lane.handOut());
        lane.settle(5_000);
        assertThat(lane.state(5_000, now, null)).hasToString("dvd_clicks-3 has no record that waits");
    }

    @Test
    void aRecordWhoseSchemaCannotBeHadEndsWhatIsReadAndIsReadAgain() {
        AtomicBoolean away = new AtomicBoolean(true);
        PartitionLane registered = lane(OptionalLong.empty(), away);
        assertThat(registered.add(registered(0, 3), 3, 0, 1_000)).hasValue(0);
        assertThat(registered.readyAtMs()).isEqualTo(Long.MAX_VALUE);
        assertThat(registered.readAgainAtMs()).isEqualTo(2_000);
        assertThat(registered.unreadable()).isEqualTo("the registry is away");
        assertThat(registered.state(1_000, Instant.EPOCH, null))
                .returns(Phase.HELD, LaneState::phase)
                .returns("the registry is away", LaneState::lastError);

        away.set(false);
        assertThat(registered.add(registered(0, 3), 3, 0, 2_000)).isEmpty();
        assertThat(registered.unreadable()).isNull();
        assertThat(registered.readAgainAtMs()).isEqualTo(Long.MAX_VALUE);

        away.set(true);
        assertThat(registered.add(registered(3, 3), 6, 0, 2_100)).hasValue(3);
        // What Kafka has beyond it cannot be read, so nobody waits for it.
        assertThat(registered.add(List.of(), 3, 1_000, 2_200)).isEmpty();
        assertThat(registered.readyAtMs()).isEqualTo(2_500);
        Batch first = registered.form();
        assertThat(first.firstOffset()).isZero();
        assertThat(first.endOffset()).isEqualTo(3);
        assertThat(first.getRowCount()).isEqualTo(3);
        assertThat(first.letters()).isEmpty();
    }

    @Test
    void aBatchThatWasBegunIsNotReadyBeforeEachOfItsRecordsCanBeRead() {
        AtomicBoolean away = new AtomicBoolean();
        PartitionLane registered = lane(OptionalLong.of(6), away);
        assertThat(registered.add(registered(0, 3), 3, 0, 1_000)).isEmpty();
        away.set(true);
        assertThat(registered.add(registered(3, 4), 7, 0, 1_000)).hasValue(3);
        assertThat(registered.readyAtMs()).isEqualTo(Long.MAX_VALUE);

        away.set(false);
        assertThat(registered.add(registered(3, 4), 7, 0, 2_000)).isEmpty();
        assertThat(registered.readyAtMs()).isZero();
        Batch begun = registered.form();
        assertThat(begun.endOffset()).isEqualTo(6);
        assertThat(begun.getRowCount()).isEqualTo(6);
    }

    @Test
    void aRecordOfABatchThatWasBegunKeepsItsFate() {
        ContractViolation unknown = ContractViolation.ofRecord(Reason.UNKNOWN_SCHEMA, "There was no schema 5.");
        AtomicBoolean away = new AtomicBoolean();
        PartitionLane heir = lane(new Begun(3, plan(away), new Fates(Map.of(1L, unknown), false)), away);
        heir.add(registered(0, 5), 5, 0, 1_000);
        Batch again = heir.form();
        assertThat(again.getRowCount()).isEqualTo(2);
        assertThat(again.letters())
                .singleElement()
                .returns(1L, letter -> letter.record().offset())
                .returns(unknown, DeadLetter::violation);
    }

    @Test
    void aRowThatIsStoredAndCannotBeReadAnyMoreHoldsItsPartition() {
        AtomicBoolean away = new AtomicBoolean();
        PartitionLane heir = lane(new Begun(3, plan(away), new Fates(Map.of(), true)), away);
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = new ArrayList<>(registered(0, 5));
        records.set(1, TestRecords.record(1, new byte[1], new byte[] {'{'}, new RecordHeaders()));
        assertThat(heir.add(records, 5, 0, 1_000)).hasValue(1);
        assertThat(heir.unreadable())
                .startsWith("offset 1 was stored as a row by an earlier try of its batch, but now cannot be read (")
                .contains("Bring back the schema");
        assertThat(heir.readyAtMs()).isEqualTo(Long.MAX_VALUE);
        assertThat(heir.add(registered(1, 4), 5, 0, 9_000)).isEmpty();
        assertThat(heir.form().getRowCount()).isEqualTo(3);
    }

    @Test
    void aHoldKnowsSinceWhenItIsOne() {
        PartitionLane held = lane(OptionalLong.empty(), new AtomicBoolean(true));
        held.add(registered(0, 1), 1, 0, 1_000);
        held.add(registered(0, 1), 1, 0, 2_000);
        assertThat(held.state(5_000, Instant.ofEpochMilli(5_000), null).since()).isEqualTo(Instant.ofEpochMilli(1_000));
    }

    private static PartitionLane lane(OptionalLong boundEnd, AtomicBoolean away) {
        return lane(TestRecords.begun(boundEnd, plan(away)), away);
    }

    private static PartitionLane lane(@Nullable Begun begun, AtomicBoolean away) {
        Plan plan = plan(away);
        Decoders decoders = new Decoders(new Decoders.Contract() {
            @Override
            public Plan now() {
                return plan;
            }

            @Override
            public Plan of(String hash) {
                return plan;
            }
        });
        return new PartitionLane(
                TestRecords.STREAM, TestRecords.PARTITION, TestRecords.TOPIC_ID, LIMITS, decoders, 0, begun);
    }

    private static Plan plan(AtomicBoolean away) {
        return new Plan(
                TestRecords.PLAN.contract(),
                "clicks",
                TestRecords.PLAN.columns(),
                TestRecords.PLAN.partitionKey(),
                (bytes, from, length, json) -> {
                    if (away.get()) {
                        throw new SchemaAwayException("the registry is away");
                    }
                    return ValueReader.PLAIN.read(bytes, from, length, json);
                });
    }

    /** Clicks with a registry's prefix. */
    private static List<ConsumerRecord<ByteBuffer, ByteBuffer>> registered(long firstOffset, int count) {
        byte[] value = ("\0\0\0\0\5" + TestRecords.CLICK).getBytes(StandardCharsets.UTF_8);
        return LongStream.range(firstOffset, firstOffset + count)
                .mapToObj(offset -> TestRecords.record(offset, new byte[1], value, new RecordHeaders()))
                .toList();
    }

    private static Batch clicks(EventDecoder decoder, int count) {
        Batch decoded =
                new Batch(TestRecords.STREAM, TestRecords.PARTITION, TestRecords.TOPIC_ID, decoder, Fates.OPEN, 0);
        for (int i = 0; i < count; i++) {
            decoded.add(TestRecords.record(i, "\"u_1\"", TestRecords.CLICK, new RecordHeaders()));
        }
        return decoded;
    }

    private static PartitionLane lane(long startOffset, OptionalLong boundEnd) {
        return new PartitionLane(
                TestRecords.STREAM,
                TestRecords.PARTITION,
                TestRecords.TOPIC_ID,
                LIMITS,
                TestRecords.decoders(),
                startOffset,
                TestRecords.begun(boundEnd, TestRecords.PLAN));
    }

    private static void add(PartitionLane lane, long firstOffset, int count, int bytes, long nowMs) {
        lane.add(records(firstOffset, count, bytes), firstOffset + count, 0, nowMs);
    }

    /** Forms a batch if there is none, commits its intent and hands it out. */
    private Batch begin() {
        lane.form();
        lane.committed();
        return lane.handOut();
    }

    /** Hands a batch out, acknowledges and commits it. */
    private Batch deliver(long nowMs) {
        Batch batch = begin();
        TestRecords.acknowledge(batch);
        lane.settle(nowMs);
        lane.committed();
        return batch;
    }

    private static OffsetAndMetadata commit(long offset, String metadata) {
        return new OffsetAndMetadata(offset, metadata + "\0");
    }

    private static List<Long> offsets(Batch batch) {
        return batch.letters().stream().map(letter -> letter.record().offset()).toList();
    }
}
