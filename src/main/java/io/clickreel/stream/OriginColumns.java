package io.clickreel.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.clickreel.clickhouse.NativeBlock;
import io.clickreel.clickhouse.NativeColumn;
import io.clickreel.clickhouse.RunColumn;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The columns that say where in Kafka a row comes from: the same in {@code clicks} and {@code dead_letters}. */
public final class OriginColumns {
    private final NativeBlock block;
    private final RunColumn topic;
    private final RunColumn topicId;
    private final RunColumn partition;
    private final NativeColumn offset;
    private final NativeColumn timestamp;
    private @Nullable String lastTopic;
    private @Nullable Uuid lastTopicId;
    private int lastPartition;

    /** @param block to which the columns are added */
    public OriginColumns(NativeBlock block) {
        this.block = block;
        topic = block.runColumn("_topic", "String");
        topicId = block.runColumn("_topic_id", "UUID");
        partition = block.runColumn("_partition", "UInt32");
        offset = block.column("_offset", "UInt64");
        timestamp = block.column("_timestamp", "DateTime64(3, 'UTC')");
    }

    public void add(ConsumerRecord<?, ?> record, Uuid idOfTopic) {
        boolean same = record.partition() == lastPartition
                && record.topic().equals(lastTopic)
                && idOfTopic.equals(lastTopicId);
        if (block.rows() == 0 || !same) {
            lastTopic = record.topic();
            lastPartition = record.partition();
            lastTopicId = idOfTopic;
            topic.begin().addString(record.topic().getBytes(UTF_8));
            topicId.begin().addUuid(idOfTopic.getMostSignificantBits(), idOfTopic.getLeastSignificantBits());
            partition.begin().addUInt32(lastPartition);
        }
        offset.addUInt64(record.offset());
        timestamp.addUInt64(Math.max(0, record.timestamp()));
    }
}
