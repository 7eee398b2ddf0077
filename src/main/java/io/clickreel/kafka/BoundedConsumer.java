package io.clickreel.kafka;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * A consumer of keys and values as raw bytes, whose memory is bounded whatever the records unpack to.
 *
 * <p>Kafka's own limits ({@code fetch.max.bytes}, {@code max.message.bytes}) are those of packed bytes: 30 kB can hold
 * a record of 300 MB, or 2,000 records of 5 MB. Here a record that takes more than {@link #MAX_RECORD_BYTES} comes cut
 * (see {@link Cut}), and a poll ends when its records take {@code pollBytes}; the next poll continues behind them.
 *
 * @param <T> {@link ByteBuffer}, as keys and values are, or Object for a subclass that returns something else
 */
public class BoundedConsumer<T> extends KafkaConsumer<T, T> {
    /**
     * The most bytes that a record may take when it is unpacked: key, value, headers and some bytes of framing. It is
     * no setting: what a record becomes must not depend on who reads it, or when.
     */
    public static final int MAX_RECORD_BYTES = 8 << 20;

    private final PollBudget budget;

    /**
     * @param kafka without deserializers
     * @param pollBytes limit for the records of one poll in bytes, which only the last of them may exceed
     */
    public BoundedConsumer(Properties kafka, long pollBytes) {
        this(kafka, new PollBudget(pollBytes));
    }

    private BoundedConsumer(Properties kafka, PollBudget budget) {
        super(kafka, BoundedConsumer.<T>counting(budget), BoundedConsumer.<T>counting(budget));
        this.budget = budget;
        try {
            BoundedFetches.guard(this, MAX_RECORD_BYTES, budget);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public ConsumerRecords<T, T> poll(Duration timeout) {
        budget.renew();
        return super.poll(timeout);
    }

    /** Counts a poll's bytes: Kafka's client ends a poll at a record whose deserializer throws, and gives it again. */
    @SuppressWarnings("unchecked") // T is ByteBuffer or Object, see above.
    private static <T> Deserializer<T> counting(PollBudget budget) {
        Deserializer<ByteBuffer> counting = new Deserializer<>() {
            @Override
            public ByteBuffer deserialize(String topic, byte[] data) {
                return ByteBuffer.wrap(data);
            }

            @Override
            public ByteBuffer deserialize(String topic, Headers headers, ByteBuffer data) {
                if (!budget.take(data.remaining())) {
                    throw new SerializationException("left for the next poll");
                }
                return data;
            }
        };
        return (Deserializer<T>) counting;
    }
}
