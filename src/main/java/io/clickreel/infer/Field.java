package io.clickreel.infer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A property of the events: one with a column, or an object of others.
 *
 * @param key its name in the JSON object that it is in
 * @param path as people know it: {@code metadata.device}
 * @param name what the decoder expects as the name of its column, if the contract does not say another
 * @param required whether each object that it can be in has it
 * @param always whether each event has it, with a value that is not null
 * @param choice null: it is an object of others
 * @param nullable of an object: whether it was null
 */
record Field(
        String key,
        String path,
        String name,
        boolean required,
        boolean always,
        @Nullable Choice choice,
        boolean nullable,
        List<Field> inside) {}
