package io.clickreel.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.clickreel.clickhouse.DictionaryColumn;
import io.clickreel.clickhouse.NativeBlock;
import io.clickreel.clickhouse.NativeColumn;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;

/** The columns that say where in Kafka a row comes from: the same in {@code clicks} and {@code dead_letters}. */
final class OriginColumns {
    private final DictionaryColumn topic;
    private final NativeColumn topicId;
    private final NativeColumn partition;
    private final NativeColumn offset;
    private final NativeColumn timestamp;
    private final Map<String, Integer> topicIndexes = new HashMap<>();

    /** @param block which gets the columns */
    OriginColumns(NativeBlock block) {
        topic = block.dictionaryColumn("_topic");
        topicId = block.column("_topic_id", "UUID");
        partition = block.column("_partition", "UInt32");
        offset = block.column("_offset", "UInt64");
        timestamp = block.column("_timestamp", "DateTime64(3, 'UTC')");
    }

    void add(ConsumerRecord<Object, Object> record, Uuid idOfTopic) {
        topic.add(topicIndexes.computeIfAbsent(record.topic(), name -> topic.text(name.getBytes(UTF_8))));
        topicId.addUuid(idOfTopic.getMostSignificantBits(), idOfTopic.getLeastSignificantBits());
        partition.addUInt32(record.partition());
        offset.addUInt64(record.offset());
        timestamp.addUInt64(Math.max(0, record.timestamp()));
    }
}
