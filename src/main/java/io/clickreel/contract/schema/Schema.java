package io.clickreel.contract.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a contract says of one value, in the terms of JSON Schema 2020-12.
 *
 * @param pointer where in the file it stands, as a JSON pointer
 * @param types those that a value may have; empty: none, which is the schema {@code false}
 * @param values the only ones allowed ({@code enum}, {@code const}); null: any
 * @param anyOf one of them has to hold; empty: nothing is asked
 * @param oneOf exactly one of them has to hold; empty: nothing is asked
 */
public record Schema(
        String pointer,
        Set<Type> types,
        @Nullable List<JsonNode> values,
        Texts texts,
        Numbers numbers,
        Arrays arrays,
        Objects objects,
        List<Schema> anyOf,
        List<Schema> oneOf,
        Storage storage) {

    /** The types of JSON Schema: a whole number is an INTEGER and a NUMBER, however it is written. */
    public enum Type {
        NULL,
        BOOLEAN,
        INTEGER,
        NUMBER,
        STRING,
        ARRAY,
        OBJECT
    }

    /** Formats of strings that are enforced. */
    public enum Format {
        DATE_TIME("a time such as \"2025-12-27T12:18:51.766Z\""),
        DATE("a date such as \"2025-12-27\""),
        UUID("a UUID of 36 characters such as \"84e0e977-9ee7-4eec-9cd6-f7655e481cb3\""),
        IPV4("an IPv4 address such as \"192.0.2.1\""),
        IPV6("an IPv6 address such as \"2001:db8::1\"");

        private final String expectation;

        Format(String expectation) {
            this.expectation = expectation;
        }

        /** What such a string is, worded so that it follows "must be". */
        public String expectation() {
            return expectation;
        }
    }

    /** The unit of a number that is a time ({@code x-time}). */
    public enum TimeUnit {
        SECONDS(0, "seconds"),
        MILLIS(3, "milliseconds"),
        MICROS(6, "microseconds"),
        NANOS(9, "nanoseconds");

        private final int decimals;
        private final String text;

        TimeUnit(int decimals, String text) {
            this.decimals = decimals;
            this.text = text;
        }

        /** As people say it. */
        public String text() {
            return text;
        }

        /** How many decimals of a second it counts. */
        public int decimals() {
            return decimals;
        }
    }

    /**
     * @param minLength in characters: Unicode code points
     * @param earliest of a time ({@code formatMinimum}); null: any
     */
    public record Texts(
            int minLength,
            int maxLength,
            @Nullable TextPattern pattern,
            @Nullable Format format,
            @Nullable Instant earliest,
            @Nullable Instant latest) {}

    /** Each is null where nothing is asked. */
    public record Numbers(
            @Nullable BigDecimal minimum,
            @Nullable BigDecimal maximum,
            @Nullable BigDecimal exclusiveMinimum,
            @Nullable BigDecimal exclusiveMaximum,
            @Nullable BigDecimal multipleOf) {}

    /** @param items null: anything */
    public record Arrays(@Nullable Schema items, int minItems, int maxItems) {}

    /**
     * @param properties in the order of the file
     * @param others what properties beyond those may be; null: anything
     */
    public record Objects(
            Map<String, Schema> properties,
            Set<String> required,
            @Nullable Schema others) {
        /** Whether properties beyond those that are named are refused. */
        public boolean closed() {
            return others != null && others.types().isEmpty();
        }
    }

    /**
     * Where a value goes, which only Clickreel asks for.
     *
     * @param said whether {@code x-column} is there
     * @param column its value; null: the value is checked and not stored
     * @param time {@code x-time}; null: a number is no time
     */
    public record Storage(
            boolean said, @Nullable String column, @Nullable TimeUnit time) {}

    /** The schema {@code true}. */
    public static Schema any(String pointer) {
        return new Schema(
                pointer,
                EnumSet.allOf(Type.class),
                null,
                new Texts(0, Integer.MAX_VALUE, null, null, null, null),
                new Numbers(null, null, null, null, null),
                new Arrays(null, 0, Integer.MAX_VALUE),
                new Objects(Map.of(), Set.of(), null),
                List.of(),
                List.of(),
                new Storage(false, null, null));
    }

    /** The schema {@code false}. */
    static Schema none(String pointer) {
        Schema any = any(pointer);
        return new Schema(
                pointer,
                Set.of(),
                null,
                any.texts,
                any.numbers,
                any.arrays,
                any.objects,
                List.of(),
                List.of(),
                any.storage);
    }

    public boolean allows(Type type) {
        return types.contains(type) || type == Type.INTEGER && types.contains(Type.NUMBER);
    }
}
