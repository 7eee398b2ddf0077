package io.clickreel.faults;

import java.util.Locale;
import java.util.Random;

/**
 * What a round's load looks like.
 *
 * @param ratePerSecond records a second
 * @param poisonShare how many of them break the contract, 0 to 1
 * @param months over how many months the events of one batch are spread, which is how many table partitions it has
 */
record Shape(int ratePerSecond, double poisonShare, int months) {
    /** All of it poison now and then: while it is, no click can be lost. */
    private static final double[] POISON_SHARES = {0, 0.001, 0.001, 0.001, 0.1, 0.1, 0.1, 1};

    static Shape of(Random random) {
        return new Shape(
                1_000 + 500 * random.nextInt(5),
                POISON_SHARES[random.nextInt(POISON_SHARES.length)],
                random.nextInt(4) == 0 ? 6 : 1);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d/s poison %s%%", ratePerSecond, percent())
                + (months > 1 ? " over " + months + " months" : "");
    }

    private String percent() {
        return poisonShare == 0.001 ? "0.1" : Long.toString(Math.round(100 * poisonShare));
    }
}
