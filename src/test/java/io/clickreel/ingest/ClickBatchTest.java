package io.clickreel.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class ClickBatchTest {
    private static final String GOOD = """
            {"event_id": "%s", "event_ts": "2026-01-31 12:18:51.766", "user_id": "u_1", "session_id": "s_1",
             "film_id": 331, "event_type": "view", "page": "browse", "position": 9, "device": "tablet",
             "referrer": "recommendation"}""".formatted(UUID.randomUUID());
    private static final String BAD = "no click";

    private final ClickDelivery delivery = new ClickDelivery(new SimpleMeterRegistry());

    @Test
    void aBatchIsNotClosedBeforeClickHouseHasItsRows() {
        PartitionBatch source = source(GOOD);
        ClickBatch batch = delivery.decode(source);

        assertThatThrownBy(() -> delivery.acknowledge(batch))
                .hasMessageContaining("dvd_clicks-3 offsets 0 to 0 would be closed although ClickHouse did not");
        assertThat(source.isAcknowledged()).isFalse();

        batch.acknowledged();
        delivery.acknowledge(batch);
        assertThat(source.isAcknowledged()).isTrue();
    }

    @Test
    void aBatchIsNotClosedBeforeItsDeadLettersAreKept() {
        PartitionBatch source = source(GOOD, BAD);
        ClickBatch batch = delivery.decode(source);
        batch.acknowledged();

        assertThatThrownBy(() -> delivery.acknowledge(batch))
                .hasMessageContaining("would be closed although its dead letters were not kept");
        assertThat(source.isAcknowledged()).isFalse();

        delivery.deadLettersKept(batch);
        delivery.acknowledge(batch);
        assertThat(source.isAcknowledged()).isTrue();
    }

    @Test
    void aBatchOfDeadLettersNeedsNoRows() {
        ClickBatch batch = delivery.decode(source(BAD, BAD));
        assertThat(batch.getClicks()).isZero();
        assertThat(batch.getDeadLetters().size()).isEqualTo(2);

        delivery.deadLettersKept(batch);
        assertThatCode(() -> delivery.acknowledge(batch)).doesNotThrowAnyException();
    }

    @Test
    void anotherTryOfTheSameRecordsHasToBeDeliveredAnew() {
        PartitionBatch source = source(GOOD);
        delivery.decode(source).acknowledged();
        ClickBatch again = delivery.decode(source);

        assertThatThrownBy(() -> delivery.acknowledge(again)).isInstanceOf(IllegalStateException.class);
        assertThat(again.getToken()).isEqualTo("Kx4:3:0-1");
    }

    @Test
    void theTokenNamesTopicPartitionAndOffsets() {
        List<ConsumerRecord<Object, Object>> records = new ArrayList<>(TestRecords.records(7, 2, 2));
        // A topic may have gaps.
        records.addAll(TestRecords.records(20, 1, 2));

        assertThat(new PartitionBatch(
                                TestRecords.PARTITION, "id-1", records.get(0).offset(), end(records), records)
                        .token())
                .isEqualTo("id-1:3:7-21");
        assertThat(new PartitionBatch(
                                TestRecords.PARTITION, "id-2", records.get(0).offset(), end(records), records)
                        .token())
                .isEqualTo("id-2:3:7-21");
    }

    private static PartitionBatch source(String... values) {
        List<ConsumerRecord<Object, Object>> records = new ArrayList<>();
        for (String value : values) {
            records.add(TestRecords.record(records.size(), "u_1", value, new RecordHeaders()));
        }
        return new PartitionBatch(
                TestRecords.PARTITION, TestRecords.TOPIC_ID, records.get(0).offset(), end(records), records);
    }

    private static long end(List<ConsumerRecord<Object, Object>> records) {
        return records.get(records.size() - 1).offset() + 1;
    }
}
