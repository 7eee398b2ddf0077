package io.clickreel.deadletter;

import io.clickreel.contract.ContractViolation;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.utils.Utils;

/**
 * A record that breaks the contract, with the reason.
 *
 * @param contract version of that contract
 */
public record DeadLetter(
        ConsumerRecord<byte[], byte[]> record, Uuid topicId, ContractViolation violation, String contract) {

    /** Makes one with a copy of the record's bytes: a buffer from Kafka can keep a whole fetch in memory. */
    public static DeadLetter of(
            ConsumerRecord<ByteBuffer, ByteBuffer> fetched,
            Uuid topicId,
            ContractViolation violation,
            String contract) {
        // A header copies its bytes when its value is read.
        fetched.headers().forEach(header -> {
            header.key();
            header.value();
        });
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                fetched.topic(),
                fetched.partition(),
                fetched.offset(),
                fetched.timestamp(),
                fetched.timestampType(),
                fetched.serializedKeySize(),
                fetched.serializedValueSize(),
                Utils.toNullableArray(fetched.key()),
                Utils.toNullableArray(fetched.value()),
                fetched.headers(),
                fetched.leaderEpoch());
        return new DeadLetter(record, topicId, violation, contract);
    }

    /** Its memory besides the reason: key, value, and the values of headers, which nobody bounds. */
    int bytes() {
        int bytes = Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        for (Header header : record.headers()) {
            bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return bytes;
    }
}
