package io.clickreel.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.contract.ContractViolation;
import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.delivery.TestRecords;
import io.clickreel.delivery.batch.Batch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
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
    void aChunkHasAtMostTenThousandRecords() {
        DeadLetters letters = letters(TestRecords.records(0, 25_000, 10));

        assertThat(sizes(letters)).containsExactly(10_000, 10_000, 5_000);
        assertThat(letters.size()).isEqualTo(25_000);
    }

    @Test
    void aChunkHasAtMostFourMegabytesButAlwaysOneRecord() {
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = new ArrayList<>(TestRecords.records(0, 5, 900_000));
        records.addAll(TestRecords.records(5, 1, 7 << 20));
        records.addAll(TestRecords.records(6, 1, 10));

        assertThat(sizes(letters(records))).containsExactly(4, 1, 1, 1);
    }

    @Test
    void oneThatItsTopicMayRefuseIsAChunkAlone() {
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = new ArrayList<>(TestRecords.records(0, 3, 100));
        records.addAll(TestRecords.records(3, 2, 1_000_001));
        records.addAll(TestRecords.records(5, 3, 100));

        assertThat(sizes(letters(records))).containsExactly(3, 1, 1, 3);
    }

    @Test
    void headersCountAmongTheBytesOfAChunk() {
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            records.add(TestRecords.record(i, "k", "{}", new RecordHeaders().add("large", new byte[5 << 20])));
        }

        assertThat(sizes(letters(records))).containsExactly(1, 1, 1);
    }

    @Test
    void theSameRecordsFallIntoTheSameChunksWithTheSameTokens() {
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = TestRecords.records(0, 25_000, 300);

        assertThat(tokens(letters(records)))
                .isEqualTo(tokens(letters(records)))
                .containsExactly(
                        "Kx4AAAAAAAAAAAAAAAAAAA:3:0-1:0-9999",
                        "Kx4AAAAAAAAAAAAAAAAAAA:3:0-1:10000-19999",
                        "Kx4AAAAAAAAAAAAAAAAAAA:3:0-1:20000-24999");
    }

    @Test
    void aDeadLetterInTheTopicKeepsWhatItWasAndSaysWhyAndWhereFrom() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", "t1".getBytes(UTF_8));
        headers.add("trace", "t2".getBytes(UTF_8));
        headers.add("empty", null);
        Message message = message(TestRecords.record(7, "\"u_1\"", "{}", headers));

        assertThat((byte[]) message.getHeader("kafka.KEY")).asString(UTF_8).isEqualTo("\"u_1\"");
        RecordHeaders written = new RecordHeaders();
        assertThat(value(message, written)).asString(UTF_8).isEqualTo("{}");
        assertThat(texts(written))
                .containsExactly(
                        "trace=t1",
                        "trace=t2",
                        "empty=null",
                        "clickreel.reason=unknown_value",
                        "clickreel.field=device",
                        "clickreel.detail=device is odd",
                        "clickreel.contract-version=1",
                        "clickreel.topic=dvd_clicks",
                        "clickreel.topic-id=Kx4AAAAAAAAAAAAAAAAAAA",
                        "clickreel.partition=3",
                        "clickreel.offset=7",
                        "clickreel.timestamp=2026-01-31T12:18:51.766Z");
    }

    @Test
    void aRecordWithoutKeyAndValueStaysOne() {
        Message message = message(TestRecords.record(7, (byte[]) null, null, new RecordHeaders()));

        assertThat(message.getHeaders()).containsOnly(Map.entry("kafka.OVERRIDE_TOPIC", "dead"));
        assertThat(value(message, new RecordHeaders())).isNull();
    }

    @Test
    void aProducersHeaderCannotChooseTopicPartitionOrKeyOfTheDeadLetter() {
        RecordHeaders headers = new RecordHeaders();
        for (String name : List.of(
                "kafka.OVERRIDE_TOPIC", "kafka.PARTITION_KEY", "kafka.KEY", "KAFKA.override_topic", "CamelFileName")) {
            headers.add(name, "other".getBytes(UTF_8));
        }
        Message message = message(TestRecords.record(7, null, bytes("{}"), headers));

        assertThat(message.getHeaders()).containsOnly(Map.entry("kafka.OVERRIDE_TOPIC", "dead"));
        RecordHeaders written = new RecordHeaders();
        value(message, written);
        assertThat(texts(written)).hasSize(9).allMatch(text -> text.startsWith("clickreel."));
    }

    @Test
    void aRecordThatBringsAReasonOfItsOwnShowsOnlyOurs() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("clickreel.reason", "other".getBytes(UTF_8));
        headers.add("clickreel.redriven-from", "0:1".getBytes(UTF_8));
        RecordHeaders written = new RecordHeaders();
        value(message(TestRecords.record(7, "k", "{}", headers)), written);

        assertThat(texts(written))
                .contains("clickreel.redriven-from=0:1", "clickreel.reason=unknown_value")
                .doesNotContain("clickreel.reason=other");
    }

    private Message message(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        return TestRecords.delivery()
                .messages(letters(List.of(record)).iterator().next(), exchange.getContext())
                .iterator()
                .next();
    }

    /** As the Kafka producer does it. */
    private static byte[] value(Message message, RecordHeaders headers) {
        return new HeadedValueSerializer().serialize("dead", headers, (HeadedValue) message.getBody());
    }

    private static List<String> texts(RecordHeaders headers) {
        List<String> texts = new ArrayList<>();
        headers.forEach(header ->
                texts.add(header.key() + "=" + (header.value() == null ? null : new String(header.value(), UTF_8))));
        return texts;
    }

    private static DeadLetters letters(List<ConsumerRecord<ByteBuffer, ByteBuffer>> records) {
        Batch batch = TestRecords.batch(records.subList(0, 1));
        DeadLetters letters = new DeadLetters(batch.partition(), batch.topicId(), batch.getToken(), "dead");
        records.forEach(record -> letters.add(DeadLetter.of(record, TestRecords.TOPIC_ID, VIOLATION, "1")));
        return letters;
    }

    private static List<Integer> sizes(DeadLetters letters) {
        List<Integer> sizes = new ArrayList<>();
        letters.forEach(chunk -> sizes.add(chunk.letters().size()));
        return sizes;
    }

    private static List<String> tokens(DeadLetters letters) {
        List<String> tokens = new ArrayList<>();
        letters.forEach(chunk -> tokens.add(chunk.destination().token()));
        return tokens;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
