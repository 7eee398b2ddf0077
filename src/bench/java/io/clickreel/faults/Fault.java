package io.clickreel.faults;

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

    /** Whether this machine lets it happen; a sentence that says why not, or null. */
    default String impossible(World world) {
        return null;
    }
}
