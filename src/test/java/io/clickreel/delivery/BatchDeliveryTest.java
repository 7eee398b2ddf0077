package io.clickreel.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.delivery.batch.Batch;
import io.clickreel.delivery.batch.Delivery;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class BatchDeliveryTest {
    private static final String BAD = "no click";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final BatchDelivery delivery = TestRecords.delivery(meters);

    @Test
    void aBatchIsNotClosedBeforeClickHouseHasItsRowsAndTheLedger() {
        Batch source = source(TestRecords.CLICK);
        Batch batch = delivery.begin(source);
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
        Batch batch = delivery.begin(source(TestRecords.CLICK, wordy, wordy));
        batch.acknowledged();
        Delivery row = batch.getDelivery();
        row.acknowledged();
        delivery.acknowledge(row);

        assertThat(meters.get("clickreel.ingest.batch.rows").summary().totalAmount())
                .isEqualTo(3);
        assertThat(meters.get("clickreel.ingest.unknown.fields").counter().count())
                .isEqualTo(4);
    }

    @Test
    void aBatchIsNotClosedBeforeItsDeadLettersAreKept() {
        Batch batch = delivery.begin(source(TestRecords.CLICK, BAD));
        batch.acknowledged();
        assertThatThrownBy(batch::getDelivery)
                .hasMessageContaining("would be closed although its dead letters were not kept");

        delivery.deadLettersKept(batch);
        assertThatCode(batch::getDelivery).doesNotThrowAnyException();
    }

    @Test
    void aBatchOfDeadLettersNeedsNoRows() {
        Batch batch = delivery.begin(source(BAD, BAD));
        assertThat(batch.getRowCount()).isZero();
        assertThat(batch.getDeadLetters().size()).isEqualTo(2);

        delivery.deadLettersKept(batch);
        assertThatCode(batch::getDelivery).doesNotThrowAnyException();
    }

    @Test
    void anotherTryOfTheSameRecordsHasToBeDeliveredAnew() {
        Batch source = source(TestRecords.CLICK);
        delivery.begin(source).acknowledged();
        Batch again = delivery.begin(source);

        assertThatThrownBy(again::getDelivery).isInstanceOf(IllegalStateException.class);
        assertThat(again.getToken()).isEqualTo("Kx4AAAAAAAAAAAAAAAAAAA:3:0-1");
    }

    @Test
    void theTokenNamesTopicPartitionAndOffsets() {
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = new ArrayList<>(TestRecords.records(7, 2, 2));
        // A topic may have gaps.
        records.addAll(TestRecords.records(20, 1, 2));

        assertThat(TestRecords.batch(records).getToken()).isEqualTo("Kx4AAAAAAAAAAAAAAAAAAA:3:7-21");
        Uuid madeAnew = Uuid.fromString("Kx5AAAAAAAAAAAAAAAAAAA");
        assertThat(TestRecords.batch(madeAnew, records).getToken()).isEqualTo("Kx5AAAAAAAAAAAAAAAAAAA:3:7-21");
    }

    private static Batch source(String... values) {
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = new ArrayList<>();
        for (String value : values) {
            records.add(TestRecords.record(records.size(), "u_1", value, new RecordHeaders()));
        }
        return TestRecords.batch(records);
    }
}
