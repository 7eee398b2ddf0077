package io.clickreel.generate.shared;

import org.jspecify.annotations.Nullable;

/** An event as it goes to Kafka: the bytes of key and value, which belong to the receiver. */
public final class EncodedEvent {
    private final byte @Nullable [] key;
    private final byte[] value;

    public EncodedEvent(byte @Nullable [] key, byte[] value) {
        this.key = key;
        this.value = value;
    }

    /** null: the record has no key. */
    public byte @Nullable [] key() {
        return key;
    }

    public byte[] value() {
        return value;
    }
}
