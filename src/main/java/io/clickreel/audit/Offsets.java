package io.clickreel.audit;

import java.util.List;
import java.util.stream.Collectors;

/** A closed range of offsets, as sentences and users have it. */
record Offsets(long first, long last) {
    /** @param end the offset after the last one */
    static Offsets before(long first, long end) {
        return new Offsets(first, end - 1);
    }

    long count() {
        return last - first + 1;
    }

    static String list(List<Offsets> ranges) {
        return ranges.stream().map(Offsets::bare).collect(Collectors.joining(", "));
    }

    private String bare() {
        return first == last ? Long.toString(first) : first + " to " + last;
    }

    @Override
    public String toString() {
        return (first == last ? "offset " : "offsets ") + bare();
    }
}
