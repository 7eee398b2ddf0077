package io.clickreel.contract;

import org.jspecify.annotations.Nullable;

/**
 * Makes JSON of values that begin with a schema registry's prefix: a zero, then the schema's id in four bytes. For several
 * threads.
 */
public interface ValueReader {
    /** Without a registry: what follows the prefix is JSON. */
    ValueReader PLAIN = (bytes, from, length, json) -> {
        int prefix = ContractLimits.registryPrefix(bytes, from, length);
        json.set(bytes, from + prefix, length - prefix);
        return null;
    };

    /**
     * Reads a value.
     *
     * @param json gets the value as JSON, if there is no violation
     * @return why there is no JSON; null: there is
     * @throws SchemaAwayException if its schema cannot be had now: nobody can say what the value is
     */
    @Nullable
    ContractViolation read(byte[] bytes, int from, int length, JsonBytes json);
}
