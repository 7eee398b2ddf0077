package io.clickreel.registry;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** How the values of one schema are encoded; for several threads. */
interface ValueFormat {
    /**
     * Writes a value as JSON.
     *
     * @param from where the value begins, behind the prefix
     * @throws UnreadableException if the bytes are not what the schema says
     * @throws IOException if the bytes end early, or the JSON becomes too large
     */
    void write(byte[] bytes, int from, int length, JsonGenerator json) throws IOException, UnreadableException;

    /** What it is, for sentences: the kind of its schema and its name. */
    String describe();
}
