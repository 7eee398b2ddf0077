package io.clickreel.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.kafka.ClientProperties;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.stream.Stream;
import io.clickreel.testing.NewTopics;
import io.clickreel.testing.SharedServices;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("services")
class PartitionLagsTest {
    private final ClientProperties kafka = ClientProperties.of(SharedServices.settings());
    private final String topic = "lags-" + UUID.randomUUID();

    @Test
    void theLagIsThatOfTheGroupAndTopicThatTheRouteNamesNow() throws Exception {
        NewTopics.create(kafka.admin("test"), new NewTopic(topic, 1, (short) 1));
        try (Admin admin = Admin.create(kafka.admin("test"))) {
            send(5);
            commit(admin, "old", 5);
            commit(admin, "new", 2);
        }
        AtomicReference<Stream> stream = new AtomicReference<>(stream("old"));
        try (KafkaAdmin door = new KafkaAdmin(kafka.admin("lags"))) {
            OpenTransactions none = new OpenTransactions(door, () -> List.of(stream.get()), new SimpleMeterRegistry());
            PartitionLags lags = new PartitionLags(door, () -> List.of(stream.get()), none, new SimpleMeterRegistry());
            assertThat(lags.ask()).extracting(PartitionLags.PartitionLag::lag).containsExactly(0L);

            stream.set(stream("new"));
            assertThat(lags.ask()).extracting(PartitionLags.PartitionLag::lag).containsExactly(3L);

            stream.set(stream("never-heard-of"));
            assertThat(lags.ask()).extracting(PartitionLags.PartitionLag::lag).containsExactly(5L);
        }
    }

    private Stream stream(String group) {
        return new Stream("lags", topic, group + topic, "", "lags", Path.of("contracts/none"), true);
    }

    private void send(int count) {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(kafka.producer(Map.of()), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, "value " + i));
            }
        }
    }

    private void commit(Admin admin, String group, long offset) throws Exception {
        admin.alterConsumerGroupOffsets(
                        group + topic, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(offset)))
                .all()
                .get();
    }
}
