package io.clickreel.ingest;

import io.clickreel.click.ContractViolation;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Header;

/** A record that breaks the contract, with the reason. */
public record DeadLetter(ConsumerRecord<Object, Object> record, Uuid topicId, ContractViolation violation) {

    /** What it takes in memory besides its reason: key, value, and the values of headers, which nobody bounds. */
    int bytes() {
        int bytes = Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        for (Header header : record.headers()) {
            bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return bytes;
    }
}
