package io.clickreel.generate;

/** A click as it goes to Kafka: the bytes of key and value, which belong to the receiver. */
public final class EncodedClick {
    private final byte[] key;
    private final byte[] value;

    EncodedClick(byte[] key, byte[] value) {
        this.key = key;
        this.value = value;
    }

    public byte[] key() {
        return key;
    }

    public byte[] value() {
        return value;
    }
}
