package io.clickreel.contract;

/** What no record may go beyond, whatever its contract says. */
public final class ContractLimits {
    /** A larger value is not read at all. This is four thousand times a usual event, and Kafka's default limit. */
    public static final int MAX_VALUE_BYTES = 1 << 20;

    public static final int MAX_NESTING = 1_000;
    public static final int MAX_NUMBER_DIGITS = 1_000;
    public static final int MAX_NAME_BYTES = 50_000;

    /** Producers with a schema registry put these bytes in front: a zero, then a schema id of four bytes. */
    public static final int REGISTRY_PREFIX_BYTES = 5;

    private ContractLimits() {}

    /** The number of leading bytes that are a schema registry's and not the record's. */
    static int registryPrefix(byte[] bytes, int from, int length) {
        return length > 0 && bytes[from] == 0 ? Math.min(REGISTRY_PREFIX_BYTES, length) : 0;
    }
}
