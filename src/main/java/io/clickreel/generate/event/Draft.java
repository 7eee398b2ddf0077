package io.clickreel.generate.event;

import io.clickreel.generate.shared.RandomStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One event while it is made. The object is used again for the next one. */
final class Draft {
    final StringBuilder json = new StringBuilder(512);
    /** A number for the value of each property, the same for the same value, by the property's place; 0: it is absent. */
    final long[] marks;

    RandomStream random;
    Instant due = Instant.EPOCH;
    /** The JSON of the property that is the key; null: there is none. */
    @Nullable
    String key;

    Draft(int places, RandomStream random) {
        this.marks = new long[places];
        this.random = random;
    }

    void begin(Instant newDue) {
        json.setLength(0);
        due = newDue;
        key = null;
    }

    /** A number for what was written from there on. */
    long mark(int from) {
        long mark = 1;
        for (int i = from; i < json.length(); i++) {
            mark = 31 * mark + json.charAt(i);
        }
        return mark;
    }
}
