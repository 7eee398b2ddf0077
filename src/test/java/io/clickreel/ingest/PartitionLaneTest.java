package io.clickreel.ingest;

import static io.clickreel.ingest.TestRecords.records;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class PartitionLaneTest {
    private static final BatchLimits LIMITS = new BatchLimits(100, 1_000, 500, 200, 1_500);

    private final PartitionLane lane = new PartitionLane(TestRecords.PARTITION, TestRecords.TOPIC_ID, LIMITS);

    @Test
    void anEmptyLaneIsNeverReady() {
        assertThat(lane.readyAtMs()).isEqualTo(Long.MAX_VALUE);
        lane.add(List.of(), 1_000);
        assertThat(lane.readyAtMs()).isEqualTo(Long.MAX_VALUE);
        assertThat(lane.isFull()).isFalse();
    }

    @Test
    void aBatchClosesSoLongAfterItsFirstRecord() {
        lane.add(records(10, 3, 2), 1_000);
        lane.add(records(13, 3, 2), 1_400);

        assertThat(lane.readyAtMs()).isEqualTo(1_500);
        assertThat(offsets(lane.handOut())).containsExactly(10L, 11L, 12L, 13L, 14L, 15L);
    }

    @Test
    void aBatchClosesAtSoManyRowsAndTheRestIsTheNextBatch() {
        lane.add(records(0, 99, 2), 1_000);
        assertThat(lane.isFull()).isFalse();
        lane.add(records(99, 51, 2), 1_100);

        assertThat(lane.isFull()).isTrue();
        assertThat(lane.readyAtMs()).isEqualTo(1_000);
        assertThat(offsets(deliver(1_200))).hasSize(100).startsWith(0L).endsWith(99L);
        assertThat(offsets(lane.handOut())).hasSize(50).startsWith(100L).endsWith(149L);
    }

    @Test
    void whatIsLeftOverWaitsFromItsOwnArrival() {
        lane.add(records(0, 60, 2), 1_000);
        lane.add(records(60, 60, 2), 1_400);
        deliver(1_450);

        assertThat(lane.isFull()).isFalse();
        assertThat(lane.readyAtMs()).isEqualTo(1_900);
    }

    @Test
    void aBatchClosesAtSoManyBytes() {
        lane.add(records(0, 15, 90), 1_000);

        assertThat(lane.isFull()).isTrue();
        assertThat(offsets(deliver(1_000))).hasSize(11);
        // 4 of 90 bytes are left: the bytes that were taken count no more.
        assertThat(lane.isFull()).isFalse();
        assertThat(offsets(lane.handOut())).containsExactly(11L, 12L, 13L, 14L);
    }

    @Test
    void aRecordLargerThanABatchMakesABatchOfItsOwn() {
        lane.add(records(0, 2, 10), 1_000);
        lane.add(records(2, 1, 5_000), 1_000);
        lane.add(records(3, 2, 10), 1_000);

        assertThat(offsets(deliver(1_000))).containsExactly(0L, 1L);
        assertThat(offsets(deliver(1_000))).containsExactly(2L);
        assertThat(offsets(deliver(2_000))).containsExactly(3L, 4L);
        assertThat(lane.readyAtMs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void recordsWithoutKeyOrValueCountAsRows() {
        lane.add(List.of(TestRecords.record(0, (byte[]) null, null, new RecordHeaders())), 1_000);

        assertThat(lane.handOut().records()).hasSize(1);
    }

    @Test
    void aBatchThatFailedIsHandedOutAgainTheSameAfterAPauseThatDoublesUpToItsMost() {
        lane.add(records(0, 5, 2), 1_000);
        PartitionBatch batch = lane.handOut();
        long nowMs = 5_000;
        for (long pauseMs : new long[] {200, 400, 800, 1_500, 1_500}) {
            lane.settle(nowMs);
            assertThat(lane.acknowledged()).isNull();
            assertThat(lane.readyAtMs()).isEqualTo(nowMs + pauseMs);
            // What arrives meanwhile does not get into it.
            lane.add(records(nowMs, 1, 2), nowMs);
            nowMs += pauseMs;
            assertThat(lane.handOut()).isSameAs(batch);
        }
        assertThat(batch.records()).hasSize(5);
        assertThat(batch.token()).isEqualTo("Kx4:3:0-5");
    }

    @Test
    void theNextBatchAfterASuccessBeginsWithTheFirstPauseAgain() {
        lane.add(records(0, 1, 2), 0);
        lane.handOut();
        lane.settle(0);
        lane.handOut();
        lane.settle(200);
        deliver(600);

        lane.add(records(1, 1, 2), 1_000);
        assertThat(lane.readyAtMs()).isEqualTo(1_500);
        lane.handOut();
        lane.settle(2_000);
        assertThat(lane.readyAtMs()).isEqualTo(2_200);
    }

    @Test
    void aPollWithoutHandOutIsNoFailure() {
        lane.add(records(0, 1, 2), 0);
        lane.handOut();
        lane.settle(1_000);
        lane.settle(1_100);

        assertThat(lane.readyAtMs()).isEqualTo(1_200);
    }

    @Test
    void anAcknowledgedBatchStaysUntilItsEndIsCommitted() {
        lane.add(records(0, 5, 2), 1_000);
        PartitionBatch batch = lane.handOut();
        batch.acknowledge();
        lane.settle(1_000);

        assertThat(lane.acknowledged()).isSameAs(batch);
        assertThat(lane.acknowledged()).isSameAs(batch);
        assertThat(batch.endOffset()).isEqualTo(5);
        lane.committed();
        assertThat(lane.acknowledged()).isNull();
    }

    @Test
    void whileABatchFailsTheLaneTakesOneMoreBatchAndIsThenFull() {
        lane.add(records(0, 100, 2), 0);
        lane.handOut();
        lane.settle(0);

        assertThat(lane.isFull()).isFalse();
        lane.add(records(100, 99, 2), 0);
        assertThat(lane.isFull()).isFalse();
        lane.add(records(199, 1, 2), 0);
        assertThat(lane.isFull()).isTrue();
    }

    @Test
    void anEmptiedLaneHasForgottenAll() {
        lane.add(records(0, 150, 2), 0);
        lane.handOut();
        PartitionLane emptied = lane.emptied();

        assertThat(emptied.readyAtMs()).isEqualTo(Long.MAX_VALUE);
        assertThat(emptied.isFull()).isFalse();
        emptied.add(records(7, 1, 2), 0);
        assertThat(emptied.handOut().token()).isEqualTo("Kx4:3:7-8");
    }

    /** Hands a batch out, acknowledges and commits it. */
    private PartitionBatch deliver(long nowMs) {
        PartitionBatch batch = lane.handOut();
        batch.acknowledge();
        lane.settle(nowMs);
        lane.committed();
        return batch;
    }

    private static List<Long> offsets(PartitionBatch batch) {
        return batch.records().stream().map(ConsumerRecord::offset).toList();
    }
}
