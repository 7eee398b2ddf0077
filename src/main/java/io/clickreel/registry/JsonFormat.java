package io.clickreel.registry;

import com.fasterxml.jackson.core.JsonGenerator;

/** JSON Schema: the value is JSON already, and the contract says what is valid. */
enum JsonFormat implements ValueFormat {
    INSTANCE;

    @Override
    public void write(byte[] bytes, int from, int length, JsonGenerator json) {
        throw new IllegalStateException("it is read where it is");
    }

    @Override
    public String describe() {
        return "JSON";
    }
}
