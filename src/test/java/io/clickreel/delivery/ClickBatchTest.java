package io.clickreel.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.delivery.batch.PartitionBatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class ClickBatchTest {
    private static final String BAD = "no click";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ClickDelivery delivery = TestRecords.delivery(meters);

    @Test
    void aBatchIsNotClosedBeforeClickHouseHasItsRowsAndTheLedger() {
        PartitionBatch source = source(TestRecords.CLICK);
        ClickBatch batch = delivery.admit(source);
        assertThatThrownBy(batch::getDelivery)
                .hasMessageContaining("dvd_clicks-3 offsets 0 to 0 would be closed although ClickHouse did not");

        batch.acknowledged();
        Delivery row = batch.getDelivery();
        assertThatThrownBy(() -> delivery.acknowledge(row)).hasMessageContaining("deliveries has no row of it");
        assertThat(source.isAcknowledged()).isFalse();

        row.acknowledged();
        delivery.acknowledge(row);
        assertThat(source.isAcknowledged()).isTrue();
    }

    @Test
    void whatWasDeliveredIsCountedWithTheFieldsThatWerePassedOver() {
        String wordy = TestRecords.CLICK.replaceFirst("\\{", "{\"campaign\": \"spring\", \"tags\": [1, {}], ");
        ClickBatch batch = delivery.admit(source(TestRecords.CLICK, wordy, wordy));
        batch.acknowledged();
        Delivery row = batch.getDelivery();
        row.acknowledged();
        delivery.acknowledge(row);

        assertThat(meters.get("clickreel.ingest.batch.clicks").summary().totalAmount())
                .isEqualTo(3);
        assertThat(meters.get("clickreel.ingest.unknown.fields").counter().count())
                .isEqualTo(4);
    }

    @Test
    void aBatchIsNotClosedBeforeItsDeadLettersAreKept() {
        ClickBatch batch = delivery.admit(source(TestRecords.CLICK, BAD));
        batch.acknowledged();
        assertThatThrownBy(batch::getDelivery)
                .hasMessageContaining("would be closed although its dead letters were not kept");

        delivery.deadLettersKept(batch);
        assertThatCode(batch::getDelivery).doesNotThrowAnyException();
    }

    @Test
    void aBatchOfDeadLettersNeedsNoRows() {
        ClickBatch batch = delivery.admit(source(BAD, BAD));
        assertThat(batch.getClicks()).isZero();
        assertThat(batch.getDeadLetters().size()).isEqualTo(2);

        delivery.deadLettersKept(batch);
        assertThatCode(batch::getDelivery).doesNotThrowAnyException();
    }

    @Test
    void anotherTryOfTheSameRecordsHasToBeDeliveredAnew() {
        PartitionBatch source = source(TestRecords.CLICK);
        delivery.admit(source).acknowledged();
        ClickBatch again = delivery.admit(source);

        assertThatThrownBy(again::getDelivery).isInstanceOf(IllegalStateException.class);
        assertThat(again.getToken()).isEqualTo("Kx4AAAAAAAAAAAAAAAAAAA:3:0-1");
    }

    @Test
    void theTokenNamesTopicPartitionAndOffsets() {
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = new ArrayList<>(TestRecords.records(7, 2, 2));
        // A topic may have gaps.
        records.addAll(TestRecords.records(20, 1, 2));

        assertThat(TestRecords.batch(records).token()).isEqualTo("Kx4AAAAAAAAAAAAAAAAAAA:3:7-21");
        Uuid madeAnew = Uuid.fromString("Kx5AAAAAAAAAAAAAAAAAAA");
        assertThat(TestRecords.batch(madeAnew, records).token()).isEqualTo("Kx5AAAAAAAAAAAAAAAAAAA:3:7-21");
    }

    private static PartitionBatch source(String... values) {
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = new ArrayList<>();
        for (String value : values) {
            records.add(TestRecords.record(records.size(), "u_1", value, new RecordHeaders()));
        }
        return TestRecords.batch(records);
    }
}
