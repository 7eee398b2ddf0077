package io.clickreel.ingest;

import java.util.Properties;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Gives a {@code kafka:} endpoint consumers that read whole batches: {@code kafkaClientFactory: "#clickBatches"}.
 *
 * <p>The endpoint has to leave offsets alone ({@code autoCommitEnable: false}, no manual commit, no batching).
 */
public final class BatchingClientFactory extends DefaultKafkaClientFactory {
    private final MemberNumbers members = new MemberNumbers();

    @Override
    @SuppressWarnings("rawtypes")
    public Consumer getConsumer(Properties kafka) {
        Properties own = new Properties();
        own.putAll(kafka);
        BatchLimits limits = BatchLimits.takeFrom(own);
        if (Boolean.parseBoolean(String.valueOf(own.get(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG)))) {
            throw new IllegalArgumentException("The route's kafka endpoint has autoCommitEnable=true: offsets would be"
                    + " committed before ClickHouse has the rows. Set it to false.");
        }
        own.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        own.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        TopicIds topicIds = new TopicIds(own);
        int member = members.take();
        // Camel gives all threads of an endpoint the same names; Kafka needs one for each.
        own.computeIfPresent(ConsumerConfig.CLIENT_ID_CONFIG, (key, id) -> id + "-" + member);
        own.computeIfPresent(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, (key, id) -> id + "-" + member);
        try {
            return new BatchingConsumer(own, limits, topicIds, () -> members.giveBack(member));
        } catch (RuntimeException e) {
            members.giveBack(member);
            throw e;
        }
    }
}
