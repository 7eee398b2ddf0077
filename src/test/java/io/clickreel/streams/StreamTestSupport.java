package io.clickreel.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.testing.PipelineTestSupport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A stream beside the clicks, on the real services: what a foreign producer sends, and what the questions answer. */
abstract class StreamTestSupport extends PipelineTestSupport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private @Nullable KafkaProducer<byte[], byte[]> foreign;

    /** Sends a record as a client of any language does, by its bytes. */
    final void sendTo(String topicSetting, @Nullable String key, String value) {
        if (foreign == null) {
            foreign = new KafkaProducer<>(
                    kafka().producer(Map.of()), new ByteArraySerializer(), new ByteArraySerializer());
        }
        foreign.send(
                new ProducerRecord<>(settings().text(topicSetting), key == null ? null : bytes(key), bytes(value)));
    }

    final void sendAll() {
        if (foreign != null) {
            foreign.close();
        }
        foreign = null;
    }

    final JsonNode answer(String question) {
        try {
            JsonNode answer = JSON.readTree(get("dashboard.port", "/api/questions/" + question));
            assertThat(answer.has("rows")).as(question + ": " + answer).isTrue();
            return answer.path("rows");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One column of an answer by another. */
    final Map<String, Long> numbers(String question, String key, String number) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        answer(question)
                .forEach(row ->
                        numbers.put(row.path(key).asText(), row.path(number).asLong()));
        return numbers;
    }

    final Set<String> topics() {
        try (Admin admin = Admin.create(kafka().admin("test"))) {
            return admin.listTopics().names().get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    final String health() {
        return get("management.port", "/observe/health");
    }
}
