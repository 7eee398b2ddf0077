package io.clickreel.kafka;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Says that a record was cut because it takes too much memory: the last header of such a record.
 *
 * <p>A producer can make a header of this name, but no object of this class.
 *
 * @param recordBytes what the whole record takes when it is unpacked
 * @param valueBytes size of its whole value; -1 if it has none
 */
public record Cut(long recordBytes, long valueBytes) implements Header {
    /** How many bytes of the value are kept. */
    public static final int KEPT_BYTES = 64 << 10;

    public static final String NAME = "clickreel.cut";

    /** @return null if the record is whole */
    public static @Nullable Cut of(ConsumerRecord<?, ?> record) {
        return record.headers().lastHeader(NAME) instanceof Cut cut ? cut : null;
    }

    @Override
    public String key() {
        return NAME;
    }

    /** The size of the whole record as text. */
    @Override
    public byte[] value() {
        return Long.toString(recordBytes).getBytes(US_ASCII);
    }
}
