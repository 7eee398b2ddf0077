package io.clickreel.ingest;

import io.clickreel.click.ClickContract;
import io.clickreel.click.ContractViolation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A record that breaks the contract, with the reason. */
public record DeadLetter(ConsumerRecord<Object, Object> record, Uuid topicId, ContractViolation violation) {
    private static final String PREFIX = "clickreel.";
    /** A producer's header of such a name would choose topic, partition or key of the dead letter. */
    private static final Pattern STEERS_CAMEL =
            Pattern.compile("kafka\\.|camel|org\\.apache\\.camel", Pattern.CASE_INSENSITIVE);

    /** As it goes to the topic: key and value as they came; why and where from in headers that begin with "clickreel.". */
    Message message(CamelContext camel) {
        Message message = new DefaultMessage(camel);
        message.setBody(record.value());
        for (Header header : record.headers()) {
            if (!STEERS_CAMEL.matcher(header.key()).lookingAt()) {
                message.setHeader(header.key(), header.value());
            }
        }
        if (record.key() != null) {
            message.setHeader(KafkaConstants.KEY, record.key());
        }
        header(message, "reason", violation.reason().code());
        header(message, "field", violation.field());
        header(message, "detail", violation.detail());
        header(message, "contract-version", Integer.toString(ClickContract.VERSION));
        header(message, "topic", record.topic());
        header(message, "topic-id", topicId.toString());
        header(message, "partition", Integer.toString(record.partition()));
        header(message, "offset", Long.toString(record.offset()));
        header(message, "timestamp", Instant.ofEpochMilli(record.timestamp()).toString());
        return message;
    }

    /** As it goes to the table: its columns, with key, value and headers in base64, because they need not be text. */
    public Map<String, @Nullable Object> envelope() {
        Map<String, @Nullable Object> envelope = new LinkedHashMap<>();
        envelope.put("_topic", record.topic());
        envelope.put("_topic_id", DeliveryLedger.uuid(topicId));
        envelope.put("_partition", record.partition());
        envelope.put("_offset", record.offset());
        // Milliseconds, as the column has them.
        envelope.put("_timestamp", Math.max(0, record.timestamp()));
        envelope.put("reason", violation.reason().code());
        envelope.put("field", violation.field());
        envelope.put("detail", violation.detail());
        envelope.put("contract_version", Integer.toString(ClickContract.VERSION));
        envelope.put("key_base64", base64(record.key()));
        envelope.put("value_base64", base64(record.value()));
        List<String> headerKeys = new ArrayList<>();
        List<@Nullable String> headerValues = new ArrayList<>();
        for (Header header : record.headers()) {
            headerKeys.add(header.key());
            headerValues.add(base64(header.value()));
        }
        envelope.put("_header_keys", headerKeys);
        envelope.put("_header_values_base64", headerValues);
        return envelope;
    }

    int bytes() {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }

    private static void header(Message message, String name, String value) {
        message.setHeader(PREFIX + name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String base64(@Nullable Object bytes) {
        return bytes == null ? null : Base64.getEncoder().encodeToString((byte[]) bytes);
    }
}
