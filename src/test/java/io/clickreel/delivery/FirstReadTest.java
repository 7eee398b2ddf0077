package io.clickreel.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.delivery.ledger.StoredRanges;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FirstReadTest {
    private static final Uuid TOPIC = TestRecords.TOPIC_ID;
    private static final StoredRanges NOTHING = new StoredRanges(OptionalLong.empty(), OptionalLong.empty());
    private static final StoredRanges CLOSED = new StoredRanges(OptionalLong.of(1_000), OptionalLong.empty());

    @Test
    void aLogThatBeginsAboveZeroIsNamedWithWhatIsGone() {
        assertThat(read(null, NOTHING, 1_000, 2_000, false))
                .isEqualTo(new FirstRead(
                        1_000,
                        "dvd_clicks-3 was first read at offset 1,000: 1,000 offsets before it had been deleted by Kafka's"
                                + " retention or by hand; the audit speaks from there on"));
        // Nothing is left of it.
        assertThat(read(null, NOTHING, 2_000, 2_000, false).deletedOffsets()).isEqualTo(2_000);
    }

    @Test
    void aLogThatIsWholeIsNoNews() {
        assertThat(read(null, NOTHING, 0, 0, false)).isNull();
        assertThat(read(null, NOTHING, 0, 90, false)).isNull();
    }

    @Test
    void whereSomethingIsStoredItIsNoFirstRead() {
        assertThat(read(null, CLOSED, 1_000, 2_000, false)).isNull();
        assertThat(read(Intent.none(TOPIC).at(1_000), CLOSED, 1_000, 2_000, false))
                .isNull();
    }

    @Test
    void aBatchThatWasBegunIsNoFirstRead() {
        assertThat(read(Intent.of(TOPIC, 1_500, "").at(1_000), NOTHING, 1_000, 2_000, false))
                .isNull();
    }

    @Test
    void anOffsetThatSomebodyHasChosenIsNoNews() {
        assertThat(read(new OffsetAndMetadata(1_500), NOTHING, 1_000, 2_000, false))
                .isNull();
        assertThat(read(new OffsetAndMetadata(1_000), NOTHING, 1_000, 2_000, false))
                .isNull();
    }

    @Test
    void aRouteThatBeginsAtTheEndSaysThat() {
        for (long start : new long[] {0, 40, 90}) {
            FirstRead atEnd = read(null, NOTHING, start, 90, true);
            assertThat(atEnd.deletedOffsets()).isZero();
            assertThat(atEnd.sentence())
                    .startsWith(
                            "dvd_clicks-3 was first read at its end, offset 90, as the route's autoOffsetReset=latest says");
        }
        assertThat(read(null, NOTHING, 0, 0, true)).isNull();
    }

    @Test
    void aDatabaseThatWasWipedIsFilledFromWhatKafkaStillHas() {
        assertThat(read(Intent.none(TOPIC).at(50), NOTHING, 10, 90, false).sentence())
                .startsWith("dvd_clicks-3 was first read at offset 10: 10 offsets before it");
    }

    @Test
    void aTopicThatWasMadeAnewMayHaveLostItsBeginningToo() {
        OffsetAndMetadata ofTheOld =
                Intent.none(Uuid.fromString("Kx5AAAAAAAAAAAAAAAAAAA")).at(50);
        assertThat(read(ofTheOld, NOTHING, 30, 90, false).deletedOffsets()).isEqualTo(30);
        assertThat(read(ofTheOld, NOTHING, 0, 90, false)).isNull();
    }

    private static @Nullable FirstRead read(
            @Nullable OffsetAndMetadata committed, StoredRanges stored, long start, long end, boolean beginsAtEnd) {
        StartingPoint.Log log = new StartingPoint.Log(start, end, beginsAtEnd ? end : start);
        StartingPoint point = StartingPoint.find(TOPIC, committed, stored, log);
        return FirstRead.of(TestRecords.PARTITION, committed, stored, log, point, beginsAtEnd);
    }
}
