package io.clickreel.generate.shared;

/** Numbers that are random but the same for a seed on every machine and JDK (SplitMix64). */
public final class RandomStream {
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private long state;

    public RandomStream(long seed) {
        state = mix(seed);
    }

    /** Spreads the bits of a number: a hash for questions that have to have the same answer each time. */
    public static long mix(long number) {
        long z = (number ^ number >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    public long nextLong() {
        state += STEP;
        return mix(state);
    }

    /** From 0 to below 1. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** From 0 to below the bound. */
    public int below(int bound) {
        return (int) (((nextLong() >>> 33) * bound) >>> 31);
    }

    public boolean chance(double probability) {
        return nextDouble() < probability;
    }

    /** A number whose logarithm is normally distributed: durations and counts of people look like that. */
    public double nextLognormal(double median, double sigma) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        double normal = radius * StrictMath.cos(2 * StrictMath.PI * nextDouble());
        return median * StrictMath.exp(sigma * normal);
    }

    /** The numbers from 0 to below the size, shuffled. */
    public int[] permutation(int size) {
        int[] shuffled = new int[size];
        for (int i = 0; i < size; i++) {
            int j = below(i + 1);
            shuffled[i] = shuffled[j];
            shuffled[j] = i;
        }
        return shuffled;
    }
}
