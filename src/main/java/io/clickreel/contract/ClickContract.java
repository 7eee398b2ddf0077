package io.clickreel.contract;

/** The limits of contract version 1, the Java twin of {@code contracts/dvd_clicks-value.schema.json}. */
public final class ClickContract {
    public static final int VERSION = 1;

    /** A larger value is not read at all. This is four thousand times a click's size, and Kafka's default limit. */
    public static final int MAX_VALUE_BYTES = 1 << 20;

    public static final int MAX_FILM_ID = 1_000_000;
    public static final int MAX_POSITION = 1_000;

    public static final int MAX_NESTING = 1_000;
    public static final int MAX_NUMBER_DIGITS = 1_000;
    public static final int MAX_NAME_BYTES = 50_000;

    /** Producers with a schema registry put these bytes in front: a zero, then a schema id of four bytes. */
    static final int REGISTRY_PREFIX_BYTES = 5;

    private ClickContract() {}

    /** The number of leading bytes that are a schema registry's and not the record's. */
    static int registryPrefix(byte[] bytes, int from, int length) {
        return length > 0 && bytes[from] == 0 ? Math.min(REGISTRY_PREFIX_BYTES, length) : 0;
    }
}
