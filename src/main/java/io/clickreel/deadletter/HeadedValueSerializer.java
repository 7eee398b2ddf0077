package io.clickreel.deadletter;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link HeadedValue} as a record's value and headers; a Kafka endpoint's {@code valueSerializer}.
 *
 * <p>Camel would filter and convert each of nine headers by itself, which was most of a dead letter's cost.
 */
public final class HeadedValueSerializer implements Serializer<HeadedValue> {
    @Override
    public byte @Nullable [] serialize(String topic, HeadedValue data) {
        throw new UnsupportedOperationException("the headers of a record are needed");
    }

    @Override
    public byte @Nullable [] serialize(String topic, Headers headers, HeadedValue data) {
        for (Header header : data.headers()) {
            headers.add(header);
        }
        return data.value();
    }
}
