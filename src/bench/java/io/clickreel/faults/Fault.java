package io.clickreel.faults;

import java.util.List;
import java.util.Random;

/** Something that goes wrong while clicks flow, and is mended again. One object is one stroke. */
interface Fault {
    /** In two or three words, joined by hyphens. */
    String name();

    /** Does the harm. What it picks comes from the random numbers alone. */
    void strike(Random random, World world) throws Exception;

    /**
     * Mends it, and returns when all services and instances answer again.
     *
     * @return what it did, for the report
     */
    String heal(World world) throws Exception;

    /** How long it lasts between the two, in milliseconds. */
    default long lastsMs(Random random) {
        return 300 + random.nextInt(1_500);
    }

    /** The load that it needs, if that of the round will not do. */
    default Shape load(Shape shape) {
        return shape;
    }

    /** The most records that the load sends: an instance that takes long to start again is no reason for a long round. */
    default long mostRecords() {
        return 20_000;
    }

    /** What it saw go wrong, beside what the verdict tells; asked after {@link #heal}. */
    default List<String> complaints() {
        return List.of();
    }

    /** Whether this machine lets it happen; a sentence that says why not, or null. */
    default String impossible(World world) {
        return null;
    }
}
