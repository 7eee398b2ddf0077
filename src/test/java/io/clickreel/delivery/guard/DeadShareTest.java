package io.clickreel.delivery.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.delivery.TestRecords;
import io.clickreel.delivery.batch.Batch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeadShareTest {
    private final DeadShare share = share(0.5);
    private long nextOffset;

    @Test
    void upToTheCapAllIsDelivered() {
        assertThat(add(2_000, 1_000)).isNull();
    }

    @Test
    void aboveItTheSentenceSaysHowMuchAndWhatToDo() {
        assertThat(add(2_000, 1_001))
                .startsWith("1001 of the last 2000 records break the contract (50.1 %)")
                .contains("ingest.dead-share-max allows 50.0 %")
                .contains("dvd_clicks-3 offsets 0 to 1999")
                .contains("start the route again");
    }

    @Test
    void aHandfulOfBadRecordsIsNoReason() {
        assertThat(add(999, 999)).isNull();
        assertThat(add(1, 1)).isNotNull();
    }

    @Test
    void oldGoodRecordsDoNotOutweighANewBadDeploymentForLong() {
        for (int i = 0; i < 100; i++) {
            assertThat(add(2_000, 0)).isNull();
        }
        int letThrough = 0;
        while (add(2_000, 2_000) == null) {
            letThrough += 2_000;
        }
        assertThat(letThrough).isBetween(8_000, 12_000);
    }

    @Test
    void aBatchWithoutDeadLettersIsDeliveredAlsoInBadTimes() {
        assertThat(add(2_000, 2_000)).isNotNull();
        assertThat(add(500, 0)).isNull();
    }

    @Test
    void aBatchThatIsTriedAgainCountsOnce() {
        Batch batch = batch(1_500, 700);
        assertThat(share.add(batch)).isNull();
        assertThat(share.add(batch)).isNull();
        assertThat(add(1_500, 799)).isNull();
        assertThat(add(100, 100)).isNotNull();
    }

    @Test
    void afterAStartItCountsAnew() {
        assertThat(add(2_000, 2_000)).isNotNull();
        share.clear();
        assertThat(add(2_000, 900)).isNull();
    }

    @Test
    void aCapOfOneLetsEverythingThrough() {
        assertThat(share(1).add(batch(50_000, 50_000))).isNull();
    }

    private static DeadShare share(double max) {
        return new DeadShare(TestRecords.STREAM.name(), new DeadShare.Limits(max, 1), new SimpleMeterRegistry());
    }

    private String add(int records, int dead) {
        return share.add(batch(records, dead));
    }

    private Batch batch(int records, int dead) {
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> all = new ArrayList<>(TestRecords.records(nextOffset, dead, 2));
        for (int i = dead; i < records; i++) {
            all.add(TestRecords.record(nextOffset + i, "u_1", TestRecords.CLICK, new RecordHeaders()));
        }
        nextOffset += records;
        return TestRecords.batch(all);
    }
}
