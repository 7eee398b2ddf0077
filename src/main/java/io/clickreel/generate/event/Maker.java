package io.clickreel.generate.event;

/** Makes one kind of value. */
interface Maker {
    /** Writes a value as JSON, drawn from the draft's random numbers. */
    void make(Draft draft);
}
