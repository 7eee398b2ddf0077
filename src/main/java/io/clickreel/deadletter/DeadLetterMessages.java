package io.clickreel.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Dead letters as messages for a Kafka endpoint, each made when it is asked for. */
public final class DeadLetterMessages implements Iterable<Message> {
    /** How much of a value a topic gets that does not take all of it. */
    static final int CUT_BYTES = 1_000;

    private static final int LONGEST_KEY_BYTES = 200;

    private final List<DeadLetter> letters;
    private final Function<DeadLetter, Message> message;

    private DeadLetterMessages(DeadLetters.Chunk chunk, Function<DeadLetter, Message> message) {
        this.letters = chunk.letters();
        this.message = message;
    }

    /** The letters as they came. */
    public static DeadLetterMessages whole(DeadLetters.Chunk chunk, CamelContext camel) {
        DeadLetterHeaders headers = chunk.headers();
        return new DeadLetterMessages(
                chunk,
                letter -> message(
                        camel,
                        chunk.topic(),
                        letter.record().key(),
                        new HeadedValue(letter.record().value(), headers.of(letter))));
    }

    /**
     * Copies that nearly any topic takes: at most {@value #CUT_BYTES} bytes of the value, only Clickreel's headers, and
     * always a key, because a compacted topic needs one.
     */
    public static DeadLetterMessages cut(DeadLetters.Chunk chunk, CamelContext camel) {
        DeadLetterHeaders headers = chunk.headers();
        return new DeadLetterMessages(chunk, letter -> {
            byte[] value = letter.record().value();
            byte[] kept = value == null ? null : Arrays.copyOf(value, Math.min(value.length, CUT_BYTES));
            return message(
                    camel, chunk.topic(), shortKey(letter.record()), new HeadedValue(kept, headers.ofCut(letter)));
        });
    }

    @Override
    public Iterator<Message> iterator() {
        return letters.stream().map(message).iterator();
    }

    private static byte[] shortKey(ConsumerRecord<byte[], byte[]> record) {
        return record.key() != null && record.key().length <= LONGEST_KEY_BYTES
                ? record.key()
                : (record.topic() + "-" + record.partition() + "@" + record.offset()).getBytes(UTF_8);
    }

    private static Message message(CamelContext camel, String topic, byte @Nullable [] key, HeadedValue body) {
        Message message = new DefaultMessage(camel);
        message.setBody(body);
        message.setHeader(KafkaConstants.OVERRIDE_TOPIC, topic);
        if (key != null) {
            message.setHeader(KafkaConstants.KEY, key);
        }
        return message;
    }
}
