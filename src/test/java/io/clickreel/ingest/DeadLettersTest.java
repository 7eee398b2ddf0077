package io.clickreel.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.click.ContractViolation;
import io.clickreel.click.ContractViolation.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private static final ContractViolation VIOLATION =
            new ContractViolation(Reason.UNKNOWN_VALUE, "device", "device is odd");

    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    void aChunkHasAtMostFiveThousandRecords() {
        DeadLetters letters = letters(TestRecords.records(0, 12_000, 10));

        assertThat(sizes(letters)).containsExactly(5_000, 5_000, 2_000);
        assertThat(letters.size()).isEqualTo(12_000);
    }

    @Test
    void aChunkHasAtMostFourMegabytesButAlwaysOneRecord() {
        List<ConsumerRecord<Object, Object>> records = new ArrayList<>(TestRecords.records(0, 5, 1 << 20));
        records.addAll(TestRecords.records(5, 1, 7 << 20));
        records.addAll(TestRecords.records(6, 1, 10));

        assertThat(sizes(letters(records))).containsExactly(4, 1, 1, 1);
    }

    @Test
    void theSameRecordsFallIntoTheSameChunksWithTheSameTokens() {
        List<ConsumerRecord<Object, Object>> records = TestRecords.records(0, 11_000, 500);

        assertThat(tokens(letters(records)))
                .isEqualTo(tokens(letters(records)))
                .containsExactly(
                        "Kx4AAAAAAAAAAAAAAAAAAA:3:0-1:0",
                        "Kx4AAAAAAAAAAAAAAAAAAA:3:0-1:1",
                        "Kx4AAAAAAAAAAAAAAAAAAA:3:0-1:2");
    }

    @Test
    void aDeadLetterKeepsWhatItWasAndSaysWhyAndWhereFrom() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", "t1".getBytes(UTF_8));
        headers.add("empty", null);
        DeadLetters letters = letters(List.of(TestRecords.record(7, "\"u_1\"", "{}", headers)));

        Message message = letters.iterator().next().messages(exchange).get(0);
        assertThat((byte[]) message.getBody()).asString(UTF_8).isEqualTo("{}");
        assertThat(message.getHeaders().entrySet().stream()
                        .filter(header -> header.getValue() != null)
                        .map(header -> header.getKey() + "=" + new String((byte[]) header.getValue(), UTF_8)))
                .containsExactlyInAnyOrder(
                        "kafka.KEY=\"u_1\"",
                        "trace=t1",
                        "clickreel.reason=unknown_value",
                        "clickreel.field=device",
                        "clickreel.detail=device is odd",
                        "clickreel.contract-version=1",
                        "clickreel.topic=dvd_clicks",
                        "clickreel.topic-id=Kx4AAAAAAAAAAAAAAAAAAA",
                        "clickreel.partition=3",
                        "clickreel.offset=7",
                        "clickreel.timestamp=2026-01-31T12:18:51.766Z");
        Map<String, Object> row = letters.iterator().next().getEnvelopes().get(0);
        assertThat(row)
                .containsEntry("key_base64", "InVfMSI=")
                .containsEntry("value_base64", "e30=")
                .containsEntry("_header_keys", List.of("trace", "empty"))
                .containsEntry("_header_values_base64", Arrays.asList("dDE=", null));
    }

    @Test
    void aProducersHeaderCannotChooseTopicPartitionOrKeyOfTheDeadLetter() {
        RecordHeaders headers = new RecordHeaders();
        for (String name : List.of(
                "kafka.OVERRIDE_TOPIC", "kafka.PARTITION_KEY", "kafka.KEY", "KAFKA.override_topic", "CamelFileName")) {
            headers.add(name, "other".getBytes(UTF_8));
        }
        Message message = letters(List.of(TestRecords.record(7, null, bytes("{}"), headers)))
                .iterator()
                .next()
                .messages(exchange)
                .get(0);

        assertThat(message.getHeaders().keySet()).allMatch(name -> name.startsWith("clickreel."));
    }

    private static DeadLetters letters(List<ConsumerRecord<Object, Object>> records) {
        DeadLetters letters = new DeadLetters(TestRecords.batch(records.subList(0, 1)));
        records.forEach(record -> letters.add(record, VIOLATION));
        return letters;
    }

    private static List<Integer> sizes(DeadLetters letters) {
        List<Integer> sizes = new ArrayList<>();
        letters.forEach(chunk -> sizes.add(chunk.getEnvelopes().size()));
        return sizes;
    }

    private static List<String> tokens(DeadLetters letters) {
        List<String> tokens = new ArrayList<>();
        letters.forEach(chunk -> tokens.add(chunk.getToken()));
        return tokens;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
