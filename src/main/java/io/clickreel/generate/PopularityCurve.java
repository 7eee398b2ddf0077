package io.clickreel.generate;

import io.clickreel.generate.shared.RandomStream;

/**
 * Draws ranks of which the first come most often, after Zipf and Mandelbrot: rank r has weight 1 / (r + flatness).
 *
 * <p>The greater the flatness, the longer the row of first ranks that are nearly as popular as the very first.
 */
final class PopularityCurve {
    private final int size;
    private final double flatness;
    private final double logRatio;

    PopularityCurve(int size, double flatness) {
        this.size = size;
        this.flatness = flatness;
        this.logRatio = StrictMath.log1p(size / flatness);
    }

    /** A rank from 0 to below the size. */
    int draw(RandomStream random) {
        int rank = (int) (flatness * StrictMath.expm1(logRatio * random.nextDouble()));
        return Math.min(rank, size - 1);
    }
}
