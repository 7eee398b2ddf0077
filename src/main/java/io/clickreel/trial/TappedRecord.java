package io.clickreel.trial;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * A record of a stream's topic, and what becomes of it.
 *
 * @param timestamp Kafka's, in ISO 8601
 * @param key as text; bytes that are no text are 0x and hexadecimal digits
 * @param value the same; one with a schema registry's prefix as its JSON; null: it has none
 */
public record TappedRecord(
        int partition,
        long offset,
        String timestamp,
        String key,
        @Nullable String value,
        @JsonUnwrapped Verdict verdict) {}
