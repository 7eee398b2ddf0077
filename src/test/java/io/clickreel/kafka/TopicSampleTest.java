package io.clickreel.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.NewTopics;
import io.clickreel.testing.SharedServices;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("services")
class TopicSampleTest {
    private final ClientProperties kafka = ClientProperties.of(SharedServices.settings());

    @Test
    void itIsEvenlySpreadOverPartitionsAndFromTheOldestRecordToTheNewest() throws Exception {
        String topic = topic(10, 5_000, 0, 5_000);

        TopicSample sample = sample(topic, 610);

        Map<Integer, List<Long>> offsets = sample.records().stream()
                .collect(Collectors.groupingBy(
                        ConsumerRecord::partition, Collectors.mapping(ConsumerRecord::offset, Collectors.toList())));
        assertThat(offsets.keySet()).containsExactly(0, 1, 3);
        assertThat(offsets.get(0)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        for (int partition : List.of(1, 3)) {
            assertThat(offsets.get(partition))
                    .hasSize(300)
                    .doesNotHaveDuplicates()
                    .isSorted()
                    .contains(0L, 4_999L);
            for (long from = 0; from < 5_000; from += 500) {
                long place = from;
                assertThat(offsets.get(partition))
                        .as("from " + from)
                        .filteredOn(offset -> offset >= place && offset < place + 500)
                        .hasSizeBetween(15, 60);
            }
        }
        assertThat(sample.whole()).isFalse();
    }

    @Test
    void aSmallTopicIsReadAsAWholeAndAnEmptyOneGivesNothing() throws Exception {
        TopicSample all = sample(topic(3, 4), 1_000);
        assertThat(all.records()).hasSize(7);
        assertThat(all.whole()).isTrue();
        assertThat(sample(topic(0), 1_000).records()).isEmpty();
        assertThat(sample(topic(3, 4), 1).records()).hasSize(1);
    }

    private TopicSample sample(String topic, int count) {
        try (KafkaAdmin admin = new KafkaAdmin(kafka.admin("test"))) {
            TopicSample sample = TopicSample.read(kafka, admin, topic, count);
            assertThat(sample.records()).allMatch(record -> text(record).equals("value"));
            return sample;
        }
    }

    private static String text(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        byte[] bytes = new byte[record.value().remaining()];
        record.value().duplicate().get(bytes);
        return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }

    /** A topic with so many records in each of its partitions. */
    private String topic(int... records) throws Exception {
        String topic = "sample-" + UUID.randomUUID();
        NewTopics.create(kafka.admin("test"), new NewTopic(topic, records.length, (short) 1));
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(kafka.producer(Map.of()), new StringSerializer(), new StringSerializer())) {
            for (int partition = 0; partition < records.length; partition++) {
                for (int i = 0; i < records[partition]; i++) {
                    producer.send(new ProducerRecord<>(topic, partition, null, "value"));
                }
            }
        }
        return topic;
    }
}
